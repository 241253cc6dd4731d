import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImportRecord } from '../change.js';
import { parseGithub } from './github.js';

const rest = {
  url: 'https://api.github.com/repos/octo/hello/issues/12',
  html_url: 'https://github.com/octo/hello/issues/12',
  id: 1,
  node_id: 'I_1',
  number: 12,
  title: 'Found a bug',
  body: 'Line\r\ntwo',
  state: 'closed',
  state_reason: 'not_planned',
  labels: [{ id: 1, name: 'bug', color: 'f00' }, 'help wanted', { name: null }],
  user: { login: 'ada' },
  assignees: [{ login: 'bob' }, { login: 'eve' }],
  assignee: { login: 'bob' },
  milestone: { number: 1, title: 'v1.0' },
  type: { name: 'Bug' },
  comments: 3,
  parent_issue_url: 'https://api.github.com/repos/octo/hello/issues/5',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-02T00:00:00Z',
  closed_at: '2026-01-03T00:00:00Z',
};

const printed = {
  number: 12,
  title: 'Found a bug',
  body: '',
  state: 'OPEN',
  stateReason: '',
  labels: [{ id: 'L', name: 'bug', description: '', color: 'f00' }],
  author: { id: 'U', is_bot: false, login: 'ada', name: 'Ada' },
  assignees: [{ id: 'U', login: 'bob', name: '' }],
  milestone: { number: 1, title: 'v1.0', description: '', dueOn: null },
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-02T00:00:00Z',
  closedAt: null,
  url: 'https://github.com/octo/hello/issues/12',
  comments: [
    {
      id: 'IC_kw',
      author: { login: 'eve' },
      body: 'Me too',
      createdAt: '2026-01-01T01:00:00Z',
      url: 'https://github.com/octo/hello/issues/12#issuecomment-99',
    },
    { id: 'IC_kx', author: null, body: 'Gone', createdAt: '2026-01-01T02:00:00Z' },
  ],
};

function record(object: object): ImportRecord {
  const parsed = parseGithub(object);
  if (!('record' in parsed)) throw new Error(JSON.stringify(parsed));
  return parsed.record;
}

describe('GitHub', () => {
  test('[IMP11] an issue of the REST API', () => {
    expect(record(rest)).toEqual({
      source: 'github',
      ref: 'octo/hello#12',
      url: 'https://github.com/octo/hello/issues/12',
      title: 'Found a bug',
      body: 'Line\ntwo',
      state: 'closed',
      reason: 'not-planned',
      createdMs: Date.parse('2026-01-01T00:00:00Z'),
      updatedMs: Date.parse('2026-01-02T00:00:00Z'),
      closedMs: Date.parse('2026-01-03T00:00:00Z'),
      author: 'ada',
      type: 'bug',
      milestone: 'v1.0',
      labels: ['bug', 'help wanted'],
      assignees: ['bob', 'eve'],
      refDependencies: [{ kind: 'parent', ref: 'octo/hello#5' }],
      comments: [],
    });
  });

  test('[IMP11] an issue printed by gh, with its comments', () => {
    const issue = record(printed);
    expect(issue).toMatchObject({
      ref: 'octo/hello#12',
      state: 'open',
      reason: null,
      closedMs: null,
      author: 'ada',
      assignees: ['bob'],
      milestone: 'v1.0',
    });
    expect(issue.comments).toEqual([
      { ref: '99', author: 'eve', createdMs: Date.parse('2026-01-01T01:00:00Z'), body: 'Me too' },
      {
        ref: 'IC_kx',
        author: 'ghost',
        createdMs: Date.parse('2026-01-01T02:00:00Z'),
        body: 'Gone',
      },
    ]);
  });

  test('[IMP1] [IMP11] both forms name one issue alike; without an address the number has to do', () => {
    const { url: _url, ...bare } = printed;
    expect(record(bare)).toMatchObject({ ref: '12', url: null });
    const server = { ...bare, url: 'https://ghe.example.com/api/v3/repos/octo/hello/issues/12' };
    expect(record(server).ref).toBe('octo/hello#12');
    expect(record({ ...bare, url: 'https://github.com/octo/hello/issues/13' }).ref).toBe('12');
    expect(record({ ...bare, url: 'javascript:alert(1)' }).url).toBeNull();
  });

  test('[IMP11] pull requests are skipped in both forms', () => {
    expect(parseGithub({ ...rest, pull_request: {} })).toEqual({
      skipped: '#12 is a pull request',
    });
    const pull = { ...printed, url: 'https://github.com/octo/hello/pull/12' };
    expect(parseGithub(pull)).toEqual({ skipped: '#12 is a pull request' });
  });

  test('[IMP3] people whose account is gone, and fields that nobody asked for', () => {
    expect(record({ ...rest, user: null }).author).toBe('ghost');
    expect(record({ number: 1, title: 'x' })).toMatchObject({
      state: 'open',
      labels: [],
      assignees: [],
    });
    expect(record({ number: 1, title: 'x' })).not.toHaveProperty('author');
    expect(record({ number: 1, title: 'x', assignee: { login: 'bob' } }).assignees).toEqual([
      'bob',
    ]);
  });

  test('[IMP3] [IMP5] what cannot be read is refused with its reason', () => {
    for (const number of [0, -1, 1.5, '12', null, 2 ** 60]) {
      expect(parseGithub({ ...rest, number })).toEqual({
        rejected: 'number is not a whole number from 1 on',
      });
    }
    expect(parseGithub({ ...rest, title: null })).toEqual({ rejected: '#12: title is not a text' });
    expect(parseGithub({ ...rest, created_at: 'x' })).toHaveProperty('rejected');
    expect(parseGithub({ ...printed, comments: [null] })).toHaveProperty('rejected');
  });

  test('[IMP3] nothing makes it throw', () => {
    const field = fc.tuple(
      fc.constantFrom(...Object.keys({ ...rest, ...printed })),
      fc.anything({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(fc.array(field), fc.constantFrom(rest, printed), (fields, base) => {
        const hostile: unknown = JSON.parse(
          JSON.stringify({ ...base, ...Object.fromEntries(fields) }),
        );
        expect(['record', 'rejected', 'skipped']).toContain(Object.keys(parseGithub(hostile))[0]);
      }),
      { numRuns: 500 },
    );
  });
});
