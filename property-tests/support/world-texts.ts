/** Texts of the simulated world: few words, so that edits meet, and tokens that each occur once. */
import type { Dice } from './world-dice.js';
import { TOKEN } from './world-model.js';
import type { SimReplica, World } from './world.js';

export const WORDS = ['alpha', 'beta', 'gamma', 'naïve', '日本', '😀', 'e\u0301', '- item', '\n'];

export function randomText(dice: Dice, words: number): string {
  return Array.from({ length: words }, () => dice.pick(WORDS)).join(' ');
}

/** JSON of several depths, some with keys that are traps. */
export function randomMetadata(dice: Dice): Record<string, unknown> {
  const value = dice.pick<unknown>([
    1,
    'text',
    null,
    [1, { b: 2, a: [] }],
    { __proto: 1, x: true },
  ]);
  return { [dice.pick(['run', 'a.b', 'constructor'])]: value };
}

/** `before` with one slice at a random place replaced by other words, a new token among them, or removed. */
export function randomBody(world: World, replica: SimReplica, dice: Dice, before = ''): string {
  const start = outsideTokens(before, dice.below(before.length + 1));
  const end = outsideTokens(before, Math.min(before.length, start + dice.below(40)));
  world.nextToken += 1;
  const token = `T${replica.index}x${world.nextToken}E`;
  const isGone = before.length > 20 && dice.happens(0.25);
  const fresh = isGone ? '' : `${randomText(dice, 1 + dice.below(5))} ${token} ${dice.pick(WORDS)}`;
  const after = before.slice(0, start) + fresh + before.slice(end);
  return splitsToken(before, after) ? before : after;
}

/** The place itself, or the end of the token it is in. */
function outsideTokens(text: string, at: number): number {
  for (const match of text.matchAll(TOKEN))
    if (match.index < at && at < match.index + match[0].length)
      return match.index + match[0].length;
  return at > 0 && isLow(text.charCodeAt(at)) ? at - 1 : at;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** True when the least edit would turn a part of one token into a part of another: such edits do not merge by word. */
function splitsToken(before: string, after: string): boolean {
  const shortest = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shortest && before[prefix] === after[prefix]) prefix += 1;
  let suffix = 0;
  const most = shortest - prefix;
  while (suffix < most && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix += 1;
  return [before, after].some(
    (text) =>
      outsideTokens(text, prefix) > prefix ||
      outsideTokens(text, text.length - suffix) > text.length - suffix,
  );
}
