import { readAddressRange } from '../address.js';
import { readInstant } from '../instant.js';
import { likePattern, matchesLike } from '../like-pattern.js';
import type { Check, Found } from './check.js';
import type { ValueView } from './document-view.js';
import { allowWhen } from './example-policy.js';

/** Values that are known before any request: without variables, and texts where texts are asked for. */
export const plainValues = (values: readonly ValueView[], type: string) =>
  values.filter(
    ({ entry, plain, value }) =>
      plain !== null && entry.operator.type === type && (typeof value === 'string' || type === 'boolean'),
  );

const found = ({ pointer, value }: ValueView): Found => ({ pointer, params: { value: String(value) } });

const ERROR_WHENEVER = 'Its statement is an error whenever it applies.';

export const malformedAddress: Check = {
  name: 'malformed-address',
  severity: 'ERROR',
  what: `The value is neither an IPv4 or IPv6 address nor a CIDR range. ${ERROR_WHENEVER}`,
  sentence: '{value} is no address and no range.',
  fix: 'Write an address (`203.0.113.7`, `2001:db8::7`) or a range (`203.0.113.0/24`).',
  example: allowWhen({ IpAddress: { sourceIp: '203.0.113.0/33' } }),
  fixed: allowWhen({ IpAddress: { sourceIp: '203.0.113.0/24' } }),
  find: ({ values }) =>
    plainValues(values, 'address')
      .filter(({ plain }) => readAddressRange(plain ?? '') === null)
      .map(found),
};

export const malformedDate: Check = {
  name: 'malformed-date',
  severity: 'ERROR',
  what: `The value is no date with time and offset, or a date that does not exist. ${ERROR_WHENEVER}`,
  sentence: '{value} is no date of the form 2026-11-23T09:30:00Z.',
  fix: 'Write date, `T`, time with seconds, and `Z` or an offset such as `+09:00`.',
  example: allowWhen({ DateLessThan: { currentTime: '2026-11-23' } }),
  fixed: allowWhen({ DateLessThan: { currentTime: '2026-11-23T00:00:00+09:00' } }),
  find: ({ values }) =>
    plainValues(values, 'date')
      .filter(({ plain }) => readInstant(plain ?? '') === null)
      .map(found),
};

export const malformedBoolean: Check = {
  name: 'malformed-boolean',
  severity: 'ERROR',
  what: `\`Bool\` compares with something else than true or false. ${ERROR_WHENEVER}`,
  sentence: '{value} is neither true nor false.',
  fix: 'Write `true` or `false`.',
  example: allowWhen({ Bool: { mfaPresent: 'yes' } }),
  fixed: allowWhen({ Bool: { mfaPresent: true } }),
  find: ({ values }) =>
    plainValues(values, 'boolean')
      .filter(({ plain }) => plain !== 'true' && plain !== 'false')
      .map(found),
};

export const booleanForText: Check = {
  name: 'boolean-for-text',
  severity: 'ERROR',
  what: `\`true\` or \`false\` without quotes, where the operator compares texts, addresses or dates. ${ERROR_WHENEVER}`,
  sentence: '{operator} compares texts; {value} without quotes is none.',
  fix: 'Put it into quotes.',
  example: allowWhen({ StringEquals: { 'principalTag/trusted': true } }),
  fixed: allowWhen({ StringEquals: { 'principalTag/trusted': 'true' } }),
  find: ({ values }) =>
    values
      .filter(({ entry, value }) => typeof value === 'boolean' && entry.operator.type !== 'boolean')
      .map(({ entry, pointer, value }) => ({
        pointer,
        params: { operator: entry.operatorName, value: String(value) },
      })),
};

const principalTypes = ['main', 'sub', 'role'];

export const unknownPrincipalType: Check = {
  name: 'unknown-principal-type',
  severity: 'ERROR',
  what: 'Nobody is of that type: there are `main`, `sub` and `role`. Case matters.',
  sentence: '{value} is no type of principal; main, sub and role are.',
  fix: 'Write `sub` or `role`.',
  example: allowWhen({ StringEquals: { principalType: 'Sub' } }),
  fixed: allowWhen({ StringEquals: { principalType: 'sub' } }),
  find: ({ values }) =>
    plainValues(values, 'text')
      .filter(({ entry, plain }) => {
        if (entry.keyName !== 'principalType') return false;
        const isPattern = entry.operator.base.endsWith('Like');
        const pattern = likePattern([{ text: plain ?? '', isPlain: !isPattern }]);
        return !principalTypes.some((type) => matchesLike(pattern, type));
      })
      .map(found),
};
