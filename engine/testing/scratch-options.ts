import { LIMITS } from '../kernel/limits.js';
import type { openScratchReplica } from '../platform/scratch-replica.js';
import { seededRandom } from './seeded-random.js';
import { SimClock } from './sim-clock.js';

/** What a scratch replica on disk is opened with in tests: a clock under control and repeatable chance. */
export function scratchOptions(seed = 1): Parameters<typeof openScratchReplica>[0] {
  return {
    clock: new SimClock(),
    random: seededRandom(seed),
    agent: { id: 'tester', type: null, capabilities: [], metadata: {}, session: '' },
    via: 'api',
    timeZone: () => 'UTC',
    claimTtlMs: LIMITS.claimTtlMsDefault,
  };
}
