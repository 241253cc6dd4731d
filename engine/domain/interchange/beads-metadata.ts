import { LIMITS } from '../../kernel/limits.js';
import { wellFormed } from '../text.js';
import { plainObject } from './parsed.js';

const PREFIX = 'beads.';
/** Gathers the keys that cannot be metadata keys here; `@` begins no key of beads. */
const UNFIT_KEY = `${PREFIX}@other`;
const KEY = /^(?!@)[^\s/\p{Cc}]+$/u;

/**
 * The fields of a beads issue that have no place of their own, as `beads.<key>`. A value too large for metadata
 * becomes a section of the body instead: better long than lost. [IMP4, IMP9]
 */
export function beadsMetadata(fields: readonly (readonly [string, unknown])[]): {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly paragraphs: readonly string[];
} {
  const metadata: [string, unknown][] = [];
  const unfit: [string, unknown][] = [];
  const paragraphs: string[] = [];
  const keep = (key: string, value: unknown): void => {
    const text = JSON.stringify(value);
    if (text.length <= LIMITS.metaValueBytesMax) metadata.push([key, value]);
    else paragraphs.push(`## ${key}\n\n${typeof value === 'string' ? wellFormed(value) : text}`);
  };
  for (const [key, value] of fields) {
    const isFit =
      KEY.test(key) &&
      wellFormed(key) === key &&
      PREFIX.length + key.length <= LIMITS.metaKeyCharsMax &&
      metadata.length < LIMITS.metaKeysMax - 1;
    if (isFit) keep(PREFIX + key, value);
    else unfit.push([key, value]);
  }
  if (unfit.length > 0) keep(UNFIT_KEY, plainObject(unfit));
  return { metadata: plainObject(metadata), paragraphs };
}
