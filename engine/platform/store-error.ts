/** Failures of the file system and of LevelDB in our words. */
import { EngineError } from '../errors.js';

interface Failure {
  readonly code?: string;
  readonly message?: string;
  readonly cause?: unknown;
}

/** True when another process (or another handle of this one) holds the database. */
export function isLocked(error: unknown): boolean {
  const { code, cause } = error as Failure;
  if (code === 'LEVEL_LOCKED') return true;
  return cause !== undefined && cause !== null && isLocked(cause);
}

/** The coded error for whatever the machine said. */
export function toStoreError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const text = messages(error);
  if (/ENOSPC|No space left|EDQUOT|Disk quota/i.test(text))
    return new EngineError('store_full', 'the disk is full', {
      hint: 'free some space and repeat the command',
      cause: error,
    });
  // Node's recursive mkdir says ENOENT where the disk is read-only.
  if (
    /EACCES|EPERM|EROFS|Permission denied|Read-only file system|ENOENT: [^\n]*, mkdir/i.test(text)
  )
    return new EngineError('store_readonly', 'the replica cannot be written here', {
      hint: 'check the owner and mode of .issue-facade/, and that its disk is writable',
      cause: error,
    });
  if (/does not exist \(create_if_missing|CURRENT/i.test(text))
    return new EngineError(
      'store_damaged',
      'the replica is damaged: its CURRENT file is missing or empty',
      {
        hint: 'issue doctor',
        cause: error,
      },
    );
  // A table that is cut short or gone reads as an I/O error; repeating the command does not bring it back.
  if (
    /Corruption|checksum|missing files|bad record|not an sstable|\.(ldb|sst): (Invalid arg|No such file)/i.test(
      text,
    )
  )
    return new EngineError('store_damaged', `the replica is damaged: ${firstLine(text)}`, {
      hint: 'issue doctor',
      cause: error,
    });
  return new EngineError(
    'store_io',
    `the replica could not be read or written: ${firstLine(text)}`,
    {
      hint: 'repeat the command; if it fails again: issue doctor',
      cause: error,
    },
  );
}

function messages(error: unknown): string {
  const parts: string[] = [];
  let at: unknown = error;
  for (let depth = 0; at !== null && typeof at === 'object' && depth < 5; depth += 1) {
    const { code, message, cause } = at as Failure;
    parts.push(`${message ?? ''} ${code ?? ''}`);
    at = cause;
  }
  return parts.reverse().join('\n');
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').trim().slice(0, 300);
}
