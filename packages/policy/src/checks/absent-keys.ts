import type { Check } from './check.js';
import type { EntryView } from './document-view.js';
import { allowServer, allowWhen, denyWhen, policyOf } from './example-policy.js';
import { isAlwaysPresent } from './keys.js';

const isAllow = ({ statement }: EntryView) => statement.statement.effect === 'Allow';

/** Whether another entry of the condition is false when the key is absent. */
const isRequired = ({ statement, keyName }: EntryView) =>
  statement.entries.some(
    ({ operator, keyName: other }) => other === keyName && !operator.isNegative && !operator.ifExists,
  );

export const absentKeyAllows: Check = {
  name: 'absent-key-allows',
  severity: 'WARNING',
  what: 'An Allow with a negative operator also allows requests in which the key is absent, such as untagged resources.',
  sentence: '{operator} is also true when the request has no {key}, and so allows it.',
  fix: 'Ask for the key as well (`StringLike` with `*`), or write `IfExists` to say that absent is meant.',
  example: policyOf(allowServer('StopServer', { condition: { StringNotEquals: { 'resourceTag/env': 'production' } } })),
  fixed: policyOf(
    allowServer('StopServer', {
      condition: { StringNotEquals: { 'resourceTag/env': 'production' }, StringLike: { 'resourceTag/env': '*' } },
    }),
  ),
  find: ({ entries }) =>
    entries
      .filter((entry) => {
        const { operator, keyName, values } = entry;
        const isOpen = operator.isNegative && !operator.ifExists && values.length > 0 && !isAlwaysPresent(keyName);
        return isOpen && isAllow(entry) && !isRequired(entry);
      })
      .map(({ operatorName, keyName, pointer }) => ({ pointer, params: { operator: operatorName, key: keyName } })),
};

const asksFor = ({ keyName, values }: EntryView, wanted: 'true' | 'false') =>
  keyName === 'mfaPresent' && values.length > 0 && values.every(({ plain }) => plain === wanted);

export const absentMfaAllows: Check = {
  name: 'absent-mfa-allows',
  severity: 'WARNING',
  what: 'An Allow that asks for a second factor with `IfExists` also allows where nothing is known of one.',
  sentence: 'With IfExists it is also allowed where nothing is known of a second factor.',
  fix: 'Use `Bool`: it is false when the key is absent.',
  example: allowWhen({ BoolIfExists: { mfaPresent: true } }),
  fixed: allowWhen({ Bool: { mfaPresent: true } }),
  find: ({ entries }) =>
    entries
      .filter((entry) => isAllow(entry) && entry.operator.ifExists && asksFor(entry, 'true') && !isRequired(entry))
      .map(({ pointer }) => ({ pointer })),
};

export const absentMfaNotDenied: Check = {
  name: 'absent-mfa-not-denied',
  severity: 'WARNING',
  what: 'A Deny of requests without a second factor does not deny where nothing is known of one.',
  sentence: 'It does not deny where nothing is known of a second factor.',
  fix: 'Use `BoolIfExists`: it is true when the key is absent.',
  example: denyWhen({ Bool: { mfaPresent: false } }),
  fixed: denyWhen({ BoolIfExists: { mfaPresent: false } }),
  find: ({ entries }) =>
    entries
      .filter((entry) => !isAllow(entry) && !entry.operator.ifExists && asksFor(entry, 'false'))
      .map(({ pointer }) => ({ pointer })),
};
