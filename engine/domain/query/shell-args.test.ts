import { expect, test } from 'vitest';
import { isNegatedFieldArgument, joinQueryArguments } from './shell-args.js';

test.each([
  [['milestone:Q1 Release'], 'milestone:"Q1 Release"'],
  [['-label:help wanted', 'crash'], '-label:"help wanted" crash'],
  [['label:bug,help wanted'], 'label:bug,"help wanted"'],
  [['status:In Progress'], 'status:"In Progress"'],
  [['label:a (b) c'], 'label:"a (b) c"'],
  [['title:a\\b c'], 'title:"a\\\\b c"'],
])('[QRY18] %j had its quotes eaten', (args, text) => {
  expect(joinQueryArguments(args)).toBe(text);
});

test.each([
  [['label:bug', 'crash'], 'label:bug crash'],
  [['created:>7d label:bug'], 'created:>7d label:bug'],
  [['label:bug is:open'], 'label:bug is:open'],
  [['label:bug -milestone:x'], 'label:bug -milestone:x'],
  [['label:bug OR crash'], 'label:bug OR crash'],
  [['is:open crash'], 'is:open crash'],
  [['label:"help wanted"'], 'label:"help wanted"'],
  [['http://x y'], 'http://x y'],
  [['two words', ''], 'two words'],
  [['created:'], 'created:'],
])('[QRY18] %j stays as it is', (args, text) => {
  expect(joinQueryArguments(args)).toBe(text);
});

test('[QRY18] -field: is a query term, other hyphens are flags', () => {
  for (const arg of ['-label:bug', '-blocked-by:abc', '-Is:open', '-state:open', '-no:label']) {
    expect([arg, isNegatedFieldArgument(arg)]).toEqual([arg, true]);
  }
  for (const arg of ['-l', '--label:bug', '-label', '--json', 'label:bug', '-x:y', '-']) {
    expect([arg, isNegatedFieldArgument(arg)]).toEqual([arg, false]);
  }
});
