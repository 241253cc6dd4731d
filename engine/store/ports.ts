/** What the store asks of the machine. The platform has the real ones, `testing` the simulated. */

export type WriteOp =
  | { readonly type: 'put'; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: Uint8Array };

export interface KeyRange {
  readonly gte: Uint8Array;
  readonly lt: Uint8Array;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** An ordered byte map, opened by this process alone. */
export interface KeyValue {
  get(key: Uint8Array): Uint8Array | undefined;
  entries(range: KeyRange): AsyncIterable<readonly [key: Uint8Array, value: Uint8Array]>;
  /** All or nothing; durable against power loss when it resolves. [L1] */
  write(ops: readonly WriteOp[]): Promise<void>;
  /** Rewrites the files without what is overwritten or deleted. */
  compact(): Promise<void>;
  /** Bytes on disk, logs included. */
  sizeBytes(): Promise<number>;
  close(): Promise<void>;
}

/** The position a replica has acknowledged, kept outside the database so that a loss inside is noticed. [L3] */
export interface Head {
  readonly seq: number;
  /** Hash of the log entry `seq`, 32 hex digits. */
  readonly chain: string;
  /** Everything up to here was verified when the database was last opened for writing. */
  readonly verifiedSeq: number;
  /** Who this is, so that a database whose meta record is lost can still be told. At most 13 characters each. */
  readonly workspace: string;
  readonly replica: string;
}

export interface HeadFile {
  /** The latest valid record, or null when there is none. */
  read(): Head | null;
  /** Durable when it returns. */
  write(head: Head): void;
  close(): void;
}

export interface Checksums {
  crc32(bytes: Uint8Array, seed?: number): number;
  /** First 16 bytes of SHA-256 as 32 hex digits. */
  digest(bytes: Uint8Array): string;
}
