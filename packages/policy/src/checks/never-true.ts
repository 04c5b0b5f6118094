import { readAddressRange } from '../address.js';
import { readInstant } from '../instant.js';
import { likePattern, matchesLike } from '../like-pattern.js';
import { coversRange } from '../range-cover.js';
import type { Check, Found } from './check.js';
import type { Comparisons } from './comparisons.js';
import type { EntryView, StatementView } from './document-view.js';
import { allowServer, allowWhen, policyOf } from './example-policy.js';
import { pointerBelow } from './pointer.js';

const isPlain = ({ values }: EntryView) => values.every(({ plain }) => plain !== null);
const texts = ({ values }: EntryView) => values.map(({ plain }) => plain ?? '');
/** Whether it is false when the key is absent; one such entry makes the others count for present keys only. */
const asksForKey = ({ operator }: EntryView) => !operator.isNegative && !operator.ifExists;

/** The first and last millisecond that an entry leaves; null when it leaves no window, such as a negative one. */
function windowOf(entry: EntryView): [number, number] | null {
  const instants = texts(entry).map(readInstant);
  if (!isPlain(entry) || instants.length === 0 || !instants.every((instant) => instant !== null)) return null;
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  const windows: Partial<Record<string, [number, number]>> = {
    DateEquals: [first, last],
    DateLessThan: [Number.NEGATIVE_INFINITY, last - 1],
    DateLessThanEquals: [Number.NEGATIVE_INFINITY, last],
    DateGreaterThan: [first + 1, Number.POSITIVE_INFINITY],
    DateGreaterThanEquals: [first, Number.POSITIVE_INFINITY],
  };
  return windows[entry.operator.base] ?? null;
}

export const impossibleDates: Check = {
  name: 'impossible-dates',
  severity: 'ERROR',
  what: 'The dates leave no time: it would have to be later than one of them and earlier than another that comes before it.',
  sentence: 'No time is both after and before these dates, so the statement never applies.',
  fix: 'Exchange the two. All entries must hold at once.',
  example: allowWhen({
    DateGreaterThan: { currentTime: '2026-12-31T00:00:00Z' },
    DateLessThan: { currentTime: '2026-12-01T00:00:00Z' },
  }),
  fixed: allowWhen({
    DateGreaterThan: { currentTime: '2026-12-01T00:00:00Z' },
    DateLessThan: { currentTime: '2026-12-31T00:00:00Z' },
  }),
  find: ({ statements }) =>
    statements
      .filter(({ entries }) => {
        const dates = entries.filter(({ keyName }) => keyName === 'currentTime');
        const windows = dates.map(windowOf).filter((window) => window !== null);
        const first = Math.max(...windows.map(([from]) => from));
        const last = Math.min(...windows.map(([, to]) => to));
        return windows.length > 1 && first > last && dates.some(asksForKey);
      })
      .map(({ pointer }) => ({ pointer: pointerBelow(pointer, 'condition') })),
};

/** Whether a value that one entry asks for is refused by another entry of the same key. Only what is certain counts. */
function isRefused(text: string, asking: EntryView, other: EntryView, comparisons: Comparisons): boolean {
  if (other === asking || other.keyName !== asking.keyName || other.values.length === 0 || !isPlain(other))
    return false;
  const takes = (value: string): boolean => comparisons.spend() && isTaken(text, value, other);
  if (other.operator.isNegative) return texts(other).some(takes);
  // Ranges may overlap without one being in the other, and dates have their own check.
  if (other.operator.type !== 'text' && other.operator.type !== 'boolean') return false;
  return !texts(other).some(takes) && !comparisons.isExhausted();
}

function isTaken(text: string, value: string, { operator }: EntryView): boolean {
  if (operator.base.endsWith('Like')) return matchesLike(likePattern([{ text: value, isPlain: false }]), text);
  if (operator.type === 'address') return coversRange(readAddressRange(value), readAddressRange(text));
  return operator.type !== 'date' && value === text;
}

export const contradictoryCondition: Check = {
  name: 'contradictory-condition',
  severity: 'ERROR',
  what: 'What one entry asks for is refused by another one, so the statement never applies.',
  sentence: 'Every value that {operator} asks of {key} is refused by another entry of the condition.',
  fix: 'All entries must hold at once. Values that are alternatives belong into one list, or into two statements.',
  example: allowWhen({ StringEquals: { principalName: 'kim' }, StringNotLike: { principalName: 'k*' } }),
  fixed: allowWhen({ StringEquals: { principalName: 'kim' } }),
  find: ({ entries, comparisons }) =>
    entries
      .filter((entry) => {
        const { operator, statement, values } = entry;
        const isExact = operator.base === 'StringEquals' || operator.base === 'Bool' || operator.base === 'IpAddress';
        if (!isExact || operator.ifExists || values.length === 0 || !isPlain(entry)) return false;
        return texts(entry).every((text) =>
          statement.entries.some((other) => isRefused(text, entry, other, comparisons)),
        );
      })
      .map(({ operatorName, keyName, pointer }) => ({ pointer, params: { operator: operatorName, key: keyName } })),
};

const asksForMain = ({ entries }: StatementView) =>
  entries.find(
    ({ operator, keyName, values }) =>
      keyName === 'principalType' &&
      operator.base === 'StringEquals' &&
      values.length > 0 &&
      values.every(({ plain }) => plain === 'main'),
  );

export const unreachableStatement: Check = {
  name: 'unreachable-statement',
  severity: 'ERROR',
  what: 'A statement for the main account only: policies are never evaluated for it, so the statement is never reached.',
  sentence: 'Policies are not evaluated for the main account, so the statement is never reached.',
  fix: 'Delete it: the main account may do everything in its own account.',
  example: policyOf(
    allowServer('ViewServer'),
    allowServer('StopServer', { condition: { StringEquals: { principalType: 'main' } } }),
  ),
  fixed: policyOf(allowServer('ViewServer')),
  find: ({ statements }) =>
    statements.flatMap((statement): Found[] => {
      const entry = asksForMain(statement);
      return entry === undefined ? [] : [{ pointer: entry.pointer }];
    }),
};
