import { type AddressRange, readAddressRange } from '../address.js';
import type { Check, Found } from './check.js';
import type { ValueView } from './document-view.js';
import { allowServer, allowWhen, denyWhen, policyOf } from './example-policy.js';
import { plainValues } from './malformed-values.js';

const WORD_BITS = 32;

/** Whether its address has bits that its length leaves out. */
const hasHostBits = ({ base, length }: AddressRange) =>
  base.some((word, index) => {
    const kept = Math.min(WORD_BITS, Math.max(0, length - index * WORD_BITS));
    return word % 2 ** (WORD_BITS - kept) !== 0;
  });

const ranges = (values: readonly ValueView[]) =>
  plainValues(values, 'address').flatMap((view): [ValueView, AddressRange][] => {
    const range = readAddressRange(view.plain ?? '');
    return range === null ? [] : [[view, range]];
  });

const found = ({ pointer, value }: ValueView): Found => ({ pointer, params: { value: String(value) } });

export const rangeWithHostBits: Check = {
  name: 'range-with-host-bits',
  severity: 'WARNING',
  what: 'The address of a range has bits beyond its length, which are ignored: one address or another length was meant.',
  sentence: '{value} is a range, and not all of its address counts.',
  fix: 'Write the first address of the range, or leave the length away for a single address.',
  example: allowWhen({ IpAddress: { sourceIp: '203.0.113.7/24' } }),
  fixed: allowWhen({ IpAddress: { sourceIp: '203.0.113.0/24' } }),
  find: ({ values }) =>
    ranges(values)
      .filter(([, range]) => range.length > 0 && hasHostBits(range))
      .map(([view]) => found(view)),
};

export const rangeOfEverything: Check = {
  name: 'range-of-everything',
  severity: 'WARNING',
  what: 'A range of length 0 is every address of its kind. (`0.0.0.0/0` is all of IPv4, `::/0` all of IPv6.)',
  sentence: '{value} is every address of its kind.',
  fix: 'Name the ranges that are meant. Beside `NotIpAddress` it is not reported: there it says that the address must be known.',
  example: allowWhen({ IpAddress: { sourceIp: '0.0.0.0/0' } }),
  fixed: policyOf(
    allowServer('ViewServer', {
      condition: { IpAddress: { sourceIp: ['0.0.0.0/0', '::/0'] }, NotIpAddress: { sourceIp: '203.0.113.0/24' } },
    }),
  ),
  find: ({ values }) =>
    ranges(values)
      .filter(([{ entry }, { length }]) => {
        const others = entry.statement.entries;
        const isCompanion =
          !entry.operator.isNegative && others.some(({ operator }) => operator.base === 'NotIpAddress');
        return length === 0 && !isCompanion;
      })
      .map(([view]) => found(view)),
};

export const wildcardInExactValue: Check = {
  name: 'wildcard-in-exact-value',
  severity: 'WARNING',
  what: 'A `*` in a value of `StringEquals` or `StringNotEquals`, where it is a character like any other.',
  sentence: 'For {operator} the * in {value} is no wildcard.',
  fix: 'Use `StringLike` or `StringNotLike`.',
  example: allowWhen({ StringEquals: { principalName: 'dev-*' } }),
  fixed: allowWhen({ StringLike: { principalName: 'dev-*' } }),
  find: ({ values }) =>
    values
      .filter(({ entry, value }) => {
        const isExact = entry.operator.base === 'StringEquals' || entry.operator.base === 'StringNotEquals';
        return isExact && typeof value === 'string' && value.includes('*');
      })
      .map(({ entry, pointer, value }) => ({
        pointer,
        params: { operator: entry.operatorName, value: String(value) },
      })),
};

export const patternWithoutWildcard: Check = {
  name: 'pattern-without-wildcard',
  severity: 'INFO',
  what: 'No value of a `StringLike` or `StringNotLike` has a wildcard.',
  sentence: 'No value has a wildcard; {operator} says the same.',
  fix: 'Use `StringEquals` or `StringNotEquals`, or add the wildcard that is missing.',
  example: allowWhen({ StringLike: { principalName: 'kim' } }),
  fixed: allowWhen({ StringEquals: { principalName: 'kim' } }),
  find: ({ entries }) =>
    entries
      .filter(({ operator, values }) => {
        const isLike = operator.base === 'StringLike' || operator.base === 'StringNotLike';
        return isLike && values.length > 0 && !values.some(({ value }) => /[*?]/.test(String(value)));
      })
      .map(({ operator, pointer }) => ({ pointer, params: { operator: operator.base.replace('Like', 'Equals') } })),
};

export const oneInstant: Check = {
  name: 'one-instant',
  severity: 'WARNING',
  what: 'A date is asked to be equal, which is a matter of one millisecond.',
  sentence: '{operator} with {value} is about one millisecond.',
  fix: 'Use `DateGreaterThanEquals` and `DateLessThan` for the time that is meant.',
  example: denyWhen({ DateEquals: { currentTime: '2026-12-31T00:00:00+09:00' } }),
  fixed: denyWhen({
    DateGreaterThanEquals: { currentTime: '2026-12-31T00:00:00+09:00' },
    DateLessThan: { currentTime: '2027-01-01T00:00:00+09:00' },
  }),
  find: ({ values }) =>
    plainValues(values, 'date')
      .filter(({ entry }) => entry.operator.base === 'DateEquals' || entry.operator.base === 'DateNotEquals')
      .map(({ entry, pointer, value }) => ({
        pointer,
        params: { operator: entry.operatorName, value: String(value) },
      })),
};
