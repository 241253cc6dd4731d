import { LIMITS } from '../../kernel/limits.js';
import type { ImportComment } from '../change.js';
import { checkText } from '../fields.js';
import type { IssueView } from '../issue-view.js';
import type { Link } from '../issue.js';
import type { Mutation } from '../mutation.js';
import type { ImportBase } from './import-base.js';

/** A comment of a record with the id it has, or gets, here. */
export interface IdentifiedComment extends ImportComment {
  readonly id: string;
}

/** New comments, and changes of those that only the source has changed. [TRF2] */
export function planComments(
  view: IssueView | null,
  base: ImportBase,
  comments: readonly IdentifiedComment[],
): Mutation[] {
  const known = new Map(view?.comments.map((comment) => [comment.id as string, comment]));
  return comments.flatMap(({ id, author, createdMs, body }): Mutation[] => {
    const text = checkText('comment', body, LIMITS.commentBytesMax);
    const shown = known.get(id);
    const told = base.comments.get(id);
    // Told before and not shown: somebody deleted it here.
    if (shown === undefined && told !== undefined) return [];
    if (shown === undefined)
      return [
        {
          op: 'comment.add',
          id,
          author: author === '' ? 'unknown' : author,
          createdMs,
          body: text,
        },
      ];
    const isNews = told === undefined || told.isUntouched || told.chars !== text.length;
    return isNews && shown.body !== text ? [{ op: 'comment.edit', id: shown.id, body: text }] : [];
  });
}

/** A link is never taken away; an address that was unknown or has moved is set. */
export function planLinks(view: IssueView | null, links: readonly Link[]): Mutation[] {
  const known = new Map(view?.links.map((link) => [`${link.source}#${link.ref}`, link.url]));
  return links.flatMap(({ source, ref, url }): Mutation[] => {
    const here = known.get(`${source}#${ref}`);
    const isKnown = here !== undefined && (url === null || url === here);
    return isKnown ? [] : [{ op: 'link', source, ref, url }];
  });
}
