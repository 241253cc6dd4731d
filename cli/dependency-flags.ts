/** `--parent`, `--blocked-by` and `--blocks` on issues that exist. */
import type { Engine, WriteOptions, Written } from '#engine';
import type { IssueFlags } from './flags/issue-fields.js';
import { meansNone } from './flags/values.js';

type DependencyFlags = Pick<IssueFlags, 'parent' | 'blockedBy' | 'blocks'>;

/** True when one of the flags was given. */
export function hasDependencyFlags({ parent, blockedBy, blocks }: DependencyFlags): boolean {
  return parent !== undefined || blockedBy !== undefined || blocks !== undefined;
}

/** Writes the flags for each issue. A parent replaces the one before; `none` only removes it. */
export async function writeDependencies(
  engine: Engine,
  ids: readonly string[],
  flags: DependencyFlags,
  { dryRun, force }: WriteOptions,
): Promise<readonly Written[]> {
  const options = {
    ...(dryRun === undefined ? {} : { dryRun }),
    ...(force === undefined ? {} : { force }),
  };
  const written: Written[] = [];
  for (const id of ids) {
    if (flags.parent !== undefined)
      written.push(...(await replaceParent(engine, id, flags.parent, options)));
    if (flags.blockedBy !== undefined) {
      written.push(await engine.dependencies.add(id, 'blocked-by', flags.blockedBy, options));
    }
    for (const waiting of flags.blocks ?? []) {
      const { changed, notes } = await engine.dependencies.add(
        waiting,
        'blocked-by',
        [id],
        options,
      );
      written.push({ issue: await engine.show(id), changed, notes });
    }
  }
  return written;
}

async function replaceParent(
  engine: Engine,
  id: string,
  parent: string,
  options: WriteOptions,
): Promise<readonly Written[]> {
  const issue = await engine.show(id);
  const wanted = meansNone(parent) ? null : await engine.resolve(parent);
  const parents = issue.dependencies
    .filter(({ kind }) => kind === 'parent')
    .map(({ target }) => target);
  const stale = parents.filter((target) => target !== wanted);
  const written: Written[] = [];
  if (wanted !== null) written.push(await engine.dependencies.add(id, 'parent', [wanted], options));
  if (stale.length > 0)
    written.push(await engine.dependencies.remove(id, 'parent', stale, options));
  return written.length > 0 ? written : [{ issue, changed: false, notes: [] }];
}
