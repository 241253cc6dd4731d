import type { AgentIdentity, Engine } from '../api.js';
import { makeEngine } from '../engine.js';
import { EngineError } from '../errors.js';
import { LIMITS } from '../kernel/limits.js';
import { Session } from '../session/session.js';
import { Work } from '../verbs/work.js';
import { MemoryPlace } from './memory-place.js';
import { seededRandom } from './seeded-random.js';
import { SimClock } from './sim-clock.js';

export interface MemoryWorld {
  readonly clock: SimClock;
  readonly place: MemoryPlace;
  /** An engine of its own session on the shared place, as another process would be. */
  engine(agent: string, options?: Partial<AgentIdentity>): Engine;
}

/** A replica in memory with a clock that stands still until advanced. The same seed repeats every id. */
export function memoryWorld(seed = 1): MemoryWorld {
  const clock = new SimClock();
  const random = seededRandom(seed);
  const place = new MemoryPlace(random);
  const refuse = (): never => {
    throw new EngineError('usage', 'a replica in memory has no files');
  };
  return {
    clock,
    place,
    engine: (agent, options = {}) => {
      const session = new Session({ place, clock, random, holding: 'shared', lockWaitMs: 0 });
      const identity = { type: null, capabilities: [], metadata: {}, session: '', ...options };
      const work = new Work({
        session,
        clock,
        random,
        agent: { ...identity, id: agent },
        via: 'api',
        timeZone: () => 'UTC',
        claimTtlMs: LIMITS.claimTtlMsDefault,
      });
      return makeEngine(work, place.directory, { backup: refuse, restore: refuse, doctor: refuse });
    },
  };
}
