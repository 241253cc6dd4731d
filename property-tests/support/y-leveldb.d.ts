/** y-leveldb ships types that its own `exports` hide; this is what the tests use of them. */
declare module 'y-leveldb' {
  import type { Doc } from 'yjs';

  export const keyEncoding: {
    encode(parts: readonly (string | number)[]): Uint8Array;
    decode(bytes: Uint8Array): (string | number)[];
  };

  export class LeveldbPersistence {
    constructor(location: string);
    getAllDocNames(): Promise<string[]>;
    getAllDocStateVectors(): Promise<{ name: string; sv: Uint8Array; clock: number }[]>;
    getYDoc(name: string): Promise<Doc>;
    getStateVector(name: string): Promise<Uint8Array>;
    destroy(): Promise<void>;
  }
}
