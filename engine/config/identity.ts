/** Who acts: environment > repository config > user config > system user. Pure. [CFG2] */
import type { AgentIdentity } from '../api.js';
import { parseDuration } from '../domain/due-date.js';
import { singleLine } from '../domain/text.js';
import { LIMITS } from '../kernel/limits.js';

export interface ConfigReader {
  get(key: string): unknown;
}

export function resolveIdentity(
  config: ConfigReader,
  given: Partial<AgentIdentity>,
  system: { readonly user: string; readonly session: string },
): AgentIdentity {
  const id = given.id ?? textOf(config.get('agent.identity')) ?? system.user;
  const capabilities = given.capabilities ?? config.get('agent.capabilities');
  const metadata = given.metadata ?? config.get('agent.metadata');
  const type = given.type === undefined ? textOf(config.get('agent.type')) : given.type;
  return {
    id: singleLine(id).slice(0, LIMITS.agentIdCharsMax) || 'unknown',
    type: type === null ? null : singleLine(type).slice(0, LIMITS.nameCharsMax) || null,
    capabilities: Array.isArray(capabilities) ? capabilities.map(String) : [],
    metadata:
      typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
        ? (metadata as Record<string, unknown>)
        : {},
    session: given.session ?? system.session,
  };
}

/** `agent.claim_timeout` in ms, within bounds; a bare number counts seconds. */
export function claimTtlMs(config: ConfigReader): number {
  const value = config.get('agent.claim_timeout');
  const ms = typeof value === 'number' ? value * 1000 : parseDuration(textOf(value) ?? '');
  if (ms === null || !Number.isFinite(ms)) return LIMITS.claimTtlMsDefault;
  return Math.min(Math.max(ms, LIMITS.claimTtlMsMin), LIMITS.claimTtlMsMax);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
