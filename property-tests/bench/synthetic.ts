/** Issues that look like real ones, from a seed: a backlog as a project grows one, in the beads form that `import` reads. */
import { makeChance } from '../support/histories.js';

const NOUNS =
  'import export daemon lock cache parser index query label comment hook config migration prefix merge sync retry test release docs'.split(
    ' ',
  );
const VERBS =
  'fix add remove rename handle document speed-up split validate retry cover report simplify restore check'.split(
    ' ',
  );
const PHRASES = [
  'fails when the directory was moved while the process was running',
  'is slow with more than a thousand entries, see the profile below',
  'should say what to do next instead of only naming the error',
  'loses the second of two edits that were made within one second',
  'is not covered by any test, so the last refactoring broke it',
  'prints the same line twice when the output is not a terminal',
  'works on Linux but not on Windows, where the path has a drive letter',
  'needs a decision: keep the old format readable or migrate once',
  'was reported by two users this week, both with the same version',
  'depends on the order of keys, which is not promised anywhere',
];
const LABELS =
  'backend frontend cli storage sync docs flaky perf security ux good-first-issue tech-debt'.split(
    ' ',
  );
const PEOPLE = 'alice bob carol dave erin frank claude-1 claude-2 codex-1 mayor'.split(' ');
const TYPES = ['task', 'task', 'task', 'bug', 'bug', 'feature', 'epic', 'chore'];

/** Names as code bases have them: each occurs in few issues, so that a search finds few. */
const RARE = Array.from({ length: 600 }, (_, n) => {
  const syllables = ['ra', 'me', 'lo', 'tin', 'gor', 'ba', 'ple', 'sku', 'vi', 'dan'];
  const digits = [n % 10, Math.floor(n / 10) % 10, Math.floor(n / 100)];
  return digits.map((digit) => syllables[digit] ?? '').join('');
});

const FIRST_MS = Date.UTC(2025, 0, 6);
const STEP_MS = 11 * 60_000;

/** One line of JSONL an issue: body of about 500 characters, labels, 2 comments, now and then what blocks it. */
export function* syntheticLines(count: number, seed = 1): IterableIterator<string> {
  const chance = makeChance(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)] as T;
  const prose = (chars: number): string => {
    let text = '';
    while (text.length < chars) text += `The ${pick(NOUNS)} in ${pick(RARE)} ${pick(PHRASES)}. `;
    return text.trim();
  };
  for (let n = 0; n < count; n += 1) {
    const createdMs = FIRST_MS + n * STEP_MS;
    const at = (ms: number): string => new Date(createdMs + ms).toISOString();
    const isClosed = chance() < 0.7;
    const earlier = (): string => ref(Math.max(0, n - 1 - Math.floor(chance() * 200)));
    const issue = {
      id: ref(n),
      title: `${pick(VERBS)} ${pick(NOUNS)}: ${pick(PHRASES)}`.slice(
        0,
        60 + Math.floor(chance() * 40),
      ),
      description: `## What\n${prose(200)}\n\n## How\n- ${prose(90)}\n- ${prose(90)}\n\n\`\`\`\n${pick(NOUNS)}.go:${n}\n\`\`\``,
      status: isClosed ? 'closed' : chance() < 0.1 ? 'in_progress' : 'open',
      priority: pick([0, 1, 1, 2, 2, 2, 2, 3, 4]),
      issue_type: pick(TYPES),
      created_at: at(0),
      created_by: pick(PEOPLE),
      updated_at: at(86_400_000),
      ...(isClosed ? { closed_at: at(86_400_000), close_reason: 'Done' } : {}),
      ...(chance() < 0.4 ? { assignee: pick(PEOPLE) } : {}),
      labels: [...new Set([pick(LABELS), pick(LABELS)])].slice(0, Math.floor(chance() * 3)),
      dependencies:
        n > 0 && chance() < 0.45
          ? [
              {
                issue_id: ref(n),
                depends_on_id: earlier(),
                type: chance() < 0.7 ? 'blocks' : 'parent-child',
                created_at: at(0),
                created_by: 'alice',
              },
            ]
          : [],
      comments: [1, 2].map((k) => ({
        id: n * 2 + k,
        issue_id: ref(n),
        author: pick(PEOPLE),
        text: prose(120),
        created_at: at(k * 3_600_000),
      })),
    };
    yield JSON.stringify(issue);
  }
}

/** Words of which about one issue in a hundred has both. */
export const SEARCHED = `${RARE[123] ?? ''} letter`;

/** Name of the n-th synthetic issue in its source. */
export function ref(n: number): string {
  return `bench-${n.toString(36)}`;
}
