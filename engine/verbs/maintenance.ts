/** Verbs that need the replica's files themselves, not only its records. Wired by `open.ts`. */
import type { Engine } from '../api.js';

export interface Maintenance {
  readonly backup: Engine['backup'];
  readonly restore: Engine['restore'];
  readonly doctor: Engine['doctor'];
}
