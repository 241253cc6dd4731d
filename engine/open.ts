/** The only wiring: configuration and platform → engine. */
import type { Engine, InitOptions, OpenOptions } from './api.js';
import { claimTtlMs, resolveIdentity } from './config/identity.js';
import { makeEngine } from './engine.js';
import { EngineError } from './errors.js';
import { LIMITS } from './kernel/limits.js';
import { readConfig } from './platform/config-file.js';
import { createReplica, findProject } from './platform/create-replica.js';
import { cryptoRandom } from './platform/crypto-random.js';
import { absolutePath, environment, systemUser, timeZone } from './platform/environment.js';
import { replicaPlace } from './platform/replica-place.js';
import { systemClock } from './platform/system-clock.js';
import { Session } from './session/session.js';
import { Work } from './verbs/work.js';

/** Creates the replica of a project; `created` is false when there was one. @throws store_readonly, store_full */
export async function initReplica(options: InitOptions): Promise<{
  readonly directory: string;
  readonly workspace: string;
  readonly replica: string;
  readonly created: boolean;
}> {
  const { directory, created } = await createReplica(
    options.directory,
    cryptoRandom,
    environment(),
  );
  const session = new Session({
    place: replicaPlace(directory, environment()),
    clock: systemClock,
    random: cryptoRandom,
    holding: 'shared',
    lockWaitMs: LIMITS.lockWaitMsDefault,
  });
  const { workspace, replica } = await session.run((store) => store.meta);
  return { directory, workspace, replica, created };
}

/** Long enough for a program that goes on at once, short enough for whoever waits. */
const LINGER_MS = 3;

/** Opens the replica found at or above `directory`. @throws no_replica; later calls: store_locked, store_damaged … */
export async function openEngine(options: OpenOptions = {}): Promise<Engine> {
  const start = absolutePath(options.directory ?? '.');
  const directory = findProject(start);
  if (directory === null)
    throw new EngineError('no_replica', `no issue tracker at or above ${start}`, {
      hint: 'issue init',
    });
  const config = readConfig({ directory: start, env: environment() });
  const session = new Session({
    place: replicaPlace(directory, environment()),
    clock: systemClock,
    random: cryptoRandom,
    holding: options.holding ?? 'shared',
    lockWaitMs: options.lockWaitMs ?? LIMITS.lockWaitMsDefault,
    lingerMs: LINGER_MS,
  });
  const system = { user: systemUser(), session: environment()['ISSUE_SESSION_ID'] ?? '' };
  const work = new Work({
    session,
    clock: systemClock,
    random: cryptoRandom,
    agent: resolveIdentity(config, options.agent ?? {}, system),
    via: options.via ?? 'api',
    timeZone,
    claimTtlMs: claimTtlMs(config),
  });
  const engine = makeEngine(work, directory, {
    backup: async (target, backupOptions) =>
      (await import('./platform/backup.js')).backupReplica(work, directory, target, backupOptions),
    restore: async (source, { progress } = {}) =>
      (await import('./platform/restore-backup.js')).restoreBackup(
        work,
        absolutePath(source),
        progress,
      ),
    doctor: async (doctorOptions) =>
      (await import('./platform/examine.js')).examineReplica(work, directory, doctorOptions),
  });
  return Promise.resolve(engine);
}

export { readConfig, type ConfigOrigin, type ConfigView } from './platform/config-file.js';
