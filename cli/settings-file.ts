/** The configuration, as the `config` commands read and write it. */
import type { Context } from './context.js';
import type { ConfigView } from './engine-door.js';

/** The configuration at the directory asked for. */
export async function openConfig(context: Context): Promise<ConfigView> {
  const { readConfig } = await context.door();
  return readConfig({ directory: context.settings.directory, env: context.io.env });
}

/** Text as it is, a list with commas, anything else as JSON. */
export function formatSetting(value: unknown): string {
  if (typeof value === 'string') return value;
  const isNames = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return isNames ? value.join(', ') : (JSON.stringify(value) ?? '');
}

/** What a text may mean, likeliest first: JSON that is no string, the text itself, a list of names. */
export function readings(text: string): readonly unknown[] {
  const json = /^(?:true|false|-?\d+(?:\.\d+)?|[[{].*)$/s.test(text) ? [parseOrText(text)] : [];
  return [
    ...json,
    text,
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ];
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The configuration knows the type of its keys: the first reading it takes is meant. */
export async function setFirstFitting(
  config: ConfigView,
  key: string,
  values: readonly unknown[],
): Promise<unknown> {
  let refusal: unknown = null;
  for (const value of values) {
    try {
      await config.set(key, value);
      return value;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'invalid_input'))
        throw error;
      refusal ??= error;
    }
  }
  throw refusal;
}
