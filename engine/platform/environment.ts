import { userInfo } from 'node:os';
import { resolve } from 'node:path';

/** The process's environment, the one place that hands it out. */
export function environment(): NodeJS.ProcessEnv {
  return process.env;
}

/** Absolute form of a path, from the working directory on. */
export function absolutePath(path: string): string {
  return resolve(path);
}

export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown'; // a container user without a passwd entry
  }
}

/** `ISSUE_TZ` > `TZ` > the system's; an unknown zone falls back to UTC. Costs milliseconds: ask only when needed. */
export function timeZone(): string {
  const wanted = process.env['ISSUE_TZ'] || process.env['TZ'];
  const options = wanted === undefined || wanted === '' ? {} : { timeZone: wanted };
  try {
    return new Intl.DateTimeFormat('en', options).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
