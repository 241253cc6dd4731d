/** The only wiring: configuration and platform → engine. */
import { resolve } from 'node:path';
import { userInfo } from 'node:os';
import type { Engine, InitOptions, OpenOptions } from './api.js';
import { claimTtlMs, resolveIdentity } from './config/identity.js';
import { makeEngine } from './engine.js';
import { EngineError } from './errors.js';
import { LIMITS } from './kernel/limits.js';
import { backupReplica } from './platform/backup.js';
import { readConfig } from './platform/config-file.js';
import { createReplica, findProject } from './platform/create-replica.js';
import { cryptoRandom } from './platform/crypto-random.js';
import { examineReplica } from './platform/examine.js';
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
  const { directory, created } = await createReplica(options.directory, cryptoRandom, process.env);
  const opened = await replicaPlace(directory, process.env).open();
  const { workspace, replica } = opened.store.meta;
  await opened.close();
  return { directory, workspace, replica, created };
}

/** Opens the replica found at or above `directory`. @throws no_replica; later calls: store_locked, store_damaged … */
export async function openEngine(options: OpenOptions = {}): Promise<Engine> {
  const start = resolve(options.directory ?? process.cwd());
  const directory = findProject(start);
  if (directory === null)
    throw new EngineError('no_replica', `no issue tracker at or above ${start}`, {
      hint: 'issue init',
    });
  const config = readConfig({ directory: start, env: process.env });
  const session = new Session({
    place: replicaPlace(directory, process.env),
    clock: systemClock,
    random: cryptoRandom,
    holding: options.holding ?? 'shared',
    lockWaitMs: options.lockWaitMs ?? LIMITS.lockWaitMsDefault,
  });
  const system = { user: systemUser(), session: process.env['ISSUE_SESSION_ID'] ?? '' };
  const work = new Work({
    session,
    clock: systemClock,
    random: cryptoRandom,
    agent: resolveIdentity(config, options.agent ?? {}, system),
    via: options.via ?? 'api',
    timeZone: timeZone(),
    claimTtlMs: claimTtlMs(config),
  });
  return Promise.resolve(
    makeEngine(work, directory, {
      backup: (target, backupOptions) => backupReplica(work, directory, target, backupOptions),
      doctor: (doctorOptions) => examineReplica(work, directory, doctorOptions),
    }),
  );
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown'; // a container user without a passwd entry
  }
}

/** `ISSUE_TZ` > `TZ` > the system's; an unknown zone falls back to UTC. */
function timeZone(): string {
  const wanted = process.env['ISSUE_TZ'];
  if (wanted === undefined || wanted === '') return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: wanted }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
