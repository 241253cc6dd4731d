import { expect, test } from 'vitest';
import { formatDraft, parseDraft } from './draft.js';

test('[CLI8] a draft reads back as it was written', () => {
  const draft = {
    title: 'A: title',
    labels: ['bug', 'needs review'],
    assignees: ['anna'],
    body: 'One\n\n---\nTwo',
  };
  expect(parseDraft(formatDraft(draft))).toEqual(draft);
  const empty = { title: '', labels: [], assignees: [], body: '' };
  expect(parseDraft(formatDraft(empty))).toEqual(empty);
});

test('[CLI8] without front matter the first line is the title', () => {
  expect(parseDraft('Title\r\n\r\nBody\r\n')).toEqual({
    title: 'Title',
    labels: [],
    assignees: [],
    body: 'Body',
  });
  expect(parseDraft('---\nnever closed').title).toBe('---');
});
