/** What the engine's front door offers at run time. Loaded inside actions only: start-up is the product. */
import type * as engine from '#engine';

/** The values behind `#engine` that commands use. */
export type EngineDoor = Pick<
  typeof engine,
  | 'openEngine'
  | 'initReplica'
  | 'readConfig'
  | 'parseDuration'
  | 'joinQueryArguments'
  | 'formatQueryError'
>;

/** The settings of a repository, as read and written. */
export type ConfigView = ReturnType<EngineDoor['readConfig']>;

/** One setting as it is in force. */
export type ConfigEntry = ReturnType<ConfigView['list']>[number];

/** Opens the door. */
export function engineDoor(): Promise<EngineDoor> {
  return import('#engine');
}
