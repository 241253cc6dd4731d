/** A replica for the moment: in a temporary directory, with its own state beside it, gone when it has done its work. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from '../session/session.js';
import { Work, type WorkOptions } from '../verbs/work.js';
import { createReplica } from './create-replica.js';
import { replicaPlace } from './replica-place.js';
import { toStoreError } from './store-error.js';

export interface ScratchReplica {
  readonly work: Work;
  /** `.issue-facade/` of it. */
  readonly directory: string;
  remove(): Promise<void>;
}

/** Founds it and opens it for `work`; nothing outside the temporary directory is touched. */
export async function openScratchReplica(
  options: Omit<WorkOptions, 'session'>,
): Promise<ScratchReplica> {
  let parent: string;
  try {
    parent = mkdtempSync(join(tmpdir(), 'issue-facade-'));
    mkdirSync(join(parent, 'state'), { mode: 0o700 });
  } catch (cause) {
    throw toStoreError(cause);
  }
  const env = { XDG_STATE_HOME: join(parent, 'state') };
  const { clock, random } = options;
  const { directory } = await createReplica(parent, random, env);
  const place = replicaPlace(directory, env);
  const session = new Session({ place, clock, random, holding: 'exclusive', lockWaitMs: 0 });
  return {
    work: new Work({ ...options, session }),
    directory,
    remove: async () => {
      await session.destroy();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}
