/** Styles by meaning. Off, every function gives its text back. */

/** What a piece of output is. */
export type Tone = 'id' | 'strong' | 'quiet' | 'good' | 'bad' | 'warn' | 'label' | 'name';

const CODES: Readonly<Record<Tone, string>> = {
  id: '33',
  strong: '1',
  quiet: '2',
  good: '32',
  bad: '31',
  warn: '35',
  label: '36',
  name: '34',
};

/** Gives `text` the look of `tone`. */
export type Paint = (tone: Tone, text: string) => string;

/** No colours at all. */
export const plain: Paint = (_tone, text) => text;

/** Paints with ANSI colours, or not at all. */
export function painter(enabled: boolean): Paint {
  if (!enabled) return plain;
  return (tone, text) => (text === '' ? text : `\x1b[${CODES[tone]}m${text}\x1b[0m`);
}

/** The environment's word on colour: NO_COLOR, CLICOLOR_FORCE, CLICOLOR, TERM, then whether a person looks. */
export function wantsColour(
  env: Readonly<Record<string, string | undefined>>,
  isTty: boolean,
  flag: string | null,
): boolean {
  if (flag === 'always') return true;
  if (flag === 'never') return false;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['CLICOLOR_FORCE'] ?? '0') !== '0') return true;
  if (env['CLICOLOR'] === '0' || env['TERM'] === 'dumb') return false;
  return isTty;
}
