/** The text of one activity entry, in the document's tail and in the operation log. Knows nothing of Yjs. [ACT1] */
import type { Activity, Change } from '../domain/activity.js';
import type { IssueId } from '../domain/ids.js';
import type { Stamp } from '../domain/mutation.js';
import { hlcMs, parseHlc } from '../kernel/hlc.js';
import { packChanges, unpackChanges } from './activity-codec.js';
import { parseArray } from './activity-fold.js';

/** Text of one entry: `[hlc, incarnation, agent | [agent, type], via, verb, changes, sourceMs?]`. */
export function encodeActivity(stamp: Stamp, changes: readonly Change[]): string {
  const who = stamp.agentType === null ? stamp.agent : [stamp.agent, stamp.agentType];
  const entry: unknown[] = [
    stamp.hlc,
    stamp.incarnation.toString(36),
    who,
    stamp.via,
    stamp.verb,
    packChanges(changes),
  ];
  if (stamp.sourceMs !== null) entry.push(stamp.sourceMs);
  return JSON.stringify(entry);
}

/** The entry, or null for text that is none (hostile or of a newer version). */
export function decodeActivity(
  text: unknown,
  issue: IssueId,
): (Activity & { readonly updatedMs: number }) | null {
  const entry = typeof text === 'string' ? parseArray(text) : Array.isArray(text) ? text : null;
  if (entry === null) return null;
  const [hlcText, incarnation, who, via, verb, changes, sourceMs] = entry as unknown[];
  const hlc = parseHlc(hlcText);
  const [agent, agentType] = Array.isArray(who) ? (who as unknown[]) : [who, null];
  if (hlc === null || typeof incarnation !== 'string' || typeof agent !== 'string') return null;
  if (typeof via !== 'string' || typeof verb !== 'string') return null;
  const atMs = hlcMs(hlc);
  return {
    id: `${hlc}-${incarnation}`,
    issue,
    atMs,
    agent,
    agentType: typeof agentType === 'string' ? agentType : null,
    via,
    verb,
    changes: unpackChanges(changes),
    updatedMs: typeof sourceMs === 'number' ? sourceMs : atMs,
  };
}
