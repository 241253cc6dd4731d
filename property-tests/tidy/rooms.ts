/**
 * The drawing of the house, as data: who may import whom. `tidy.test.ts` fails when it is false.
 *
 *   kernel ← domain ← doc ← store ← session, sync, bridging ← verbs ← engine.ts ← open.ts → platform
 *   bridges → #engine      cli → #engine, #bridges      property-tests → every door
 *
 * A new folder or root file of the engine starts here. Tests may import all of the engine and any package.
 */
export interface Room {
  /** Rooms of the engine whose files this room imports by relative path. Its own files always. */
  readonly rooms: readonly string[];
  /** npm packages it may import; `node:` stands for Node's own modules. */
  readonly packages?: readonly string[];
  /** npm packages of which it may import types only. */
  readonly types?: readonly string[];
  /** Doors of other rooms. */
  readonly doors?: readonly string[];
}

const PURE = ['kernel', 'domain', 'errors'];
const BUILT = [...PURE, 'doc', 'store', 'session', 'sync', 'bridging', 'config'];

export const ROOMS: Readonly<Record<string, Room>> = {
  errors: { rooms: [] },
  kernel: { rooms: ['errors'] },
  domain: { rooms: ['kernel', 'errors'] },
  doc: { rooms: PURE, packages: ['yjs', 'lib0', 'diff'] },
  store: { rooms: [...PURE, 'doc'], packages: ['lib0'] },
  session: { rooms: [...PURE, 'doc', 'store', 'config'], types: ['yjs'] },
  verbs: { rooms: [...PURE, 'api', 'doc', 'store', 'session', 'config'], types: ['yjs'] },
  sync: { rooms: [...PURE, 'doc', 'store'] },
  bridging: { rooms: [...PURE, 'doc', 'store'] },
  config: { rooms: [...PURE, 'api'] },
  api: { rooms: PURE },
  engine: { rooms: [...BUILT, 'api', 'verbs'] },
  platform: {
    rooms: [...PURE, 'api', 'store', 'session', 'config', 'verbs'],
    packages: ['classic-level', 'node:'],
  },
  open: { rooms: [...BUILT, 'api', 'verbs', 'engine', 'platform'] },
  index: { rooms: [...BUILT, 'api', 'engine', 'open'] },
  testing: {
    rooms: [...BUILT, 'api', 'verbs', 'engine', 'platform', 'open', 'index'],
    packages: ['fast-check', 'node:'],
  },
  bridges: { rooms: [], packages: ['node:'], doors: ['#engine'] },
  cli: { rooms: [], packages: ['commander', 'node:'], doors: ['#engine', '#bridges'] },
};

/** What a reader starts from: everything under engine/ and cli/ is reached from one of these, or from a test. */
export const ENTRIES = [
  'engine/index.ts',
  'engine/testing/index.ts',
  'cli/main.ts',
  'cli/entry.ts',
];

/** `engine/doc/apply.ts` → `doc`; `engine/open.ts` → `open`; `cli/commands/list.ts` → `cli`. */
export function roomOf(path: string): string {
  const [top = '', second = '', ...rest] = path.split('/');
  if (top !== 'engine') return top;
  return rest.length > 0 ? second : second.replace(/\.ts$/, '');
}
