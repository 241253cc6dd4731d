/** Ordered values that read but mean nothing, or two things. */
import { fault, type QueryFault } from './fault.js';
import type { TimePoint } from './time-syntax.js';
import type { PairToken, RawValue } from './token.js';

/** `created:7d`: both readings, and the question which one is meant. [QRY10] */
export function ambiguousTime(value: RawValue, point: TimePoint, pair: PairToken): QueryFault {
  const choices =
    point.kind === 'age'
      ? [`<${point.text}`, `>${point.text}`]
      : [`>=${point.text}`, `<${point.text}`];
  const [first = '', second = ''] = choices;
  const question =
    point.kind === 'age'
      ? `newer (${first}) or older (${second})?`
      : `since (${first}) or before (${second})?`;
  return fault({
    message: question,
    start: value.start,
    end: value.end,
    hint: `${pair.field.name}:${first} or ${pair.field.name}:${second}`,
    expected: choices,
  });
}

/** A test that every issue would pass. */
export function pointless(value: RawValue, instead: string): QueryFault {
  const place = { start: value.start, end: value.end };
  return fault({
    message: 'every issue has a number here',
    ...place,
    hint: `did you mean "${instead}"?`,
    expected: [instead],
    fix: { ...place, text: instead },
  });
}

/** A range whose ends are in the wrong order, turned. */
export function backwards(value: RawValue): QueryFault {
  const dots = value.text.indexOf('..');
  const turned = `${value.text.slice(dots + 2)}..${value.text.slice(0, dots)}`;
  const place = { start: value.start, end: value.end };
  return fault({
    message: 'this range runs backwards',
    ...place,
    hint: `did you mean "${turned}"?`,
    expected: [turned],
    // Quoted ends may hold a blank, and only quotes keep it.
    fix: { ...place, text: /[\s"]/.test(turned) ? `"${turned}"` : turned },
  });
}
