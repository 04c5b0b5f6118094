import type { TagConditionKey } from '@genkan/contracts/sub-account/policy-document';
import type { KnownAction } from './catalogue-view.js';
import type { Check, Found } from './check.js';
import type { DocumentView, StatementView } from './document-view.js';
import { policyOf, SERVERS, statementOf } from './example-policy.js';

/** The first tag of that kind that a condition compares, or puts in as a variable. */
function tagIn({ entries }: StatementView, prefix: TagConditionKey): string | undefined {
  const keys = entries.flatMap(({ keyName, values }) => [
    keyName,
    ...values.flatMap(({ variables }) => variables ?? []),
  ]);
  return keys.find((key) => key.startsWith(`${prefix}/`));
}

/** Actions under a condition on a tag that none of what they stand for gives. */
const withoutTags =
  (prefix: TagConditionKey, gives: (action: KnownAction) => boolean | undefined) =>
  ({ statements }: DocumentView): Found[] =>
    statements.flatMap((statement) => {
      const key = tagIn(statement, prefix);
      if (key === undefined) return [];
      return statement.targets
        .flatMap(({ actions }) => actions)
        .filter(({ known }) => known !== null && known.length > 0 && !known.some(gives))
        .map(({ action, pointer }) => ({ pointer, params: { action, key } }));
    });

export const resourceTagsNotGiven: Check = {
  name: 'resource-tags-not-given',
  severity: 'ERROR',
  what: 'The condition asks for tags of the resource, but the product does not give them for this action: they are always absent.',
  sentence: '{key} is always absent: the product does not give tags of the resource for {action}.',
  fix: 'Move the action to a statement without this condition, or name its resources by NRN.',
  example: policyOf(
    statementOf('Allow', 'server', ['ViewServer', 'ViewServers'], SERVERS, {
      condition: { StringEquals: { 'resourceTag/team': 'web' } },
    }),
  ),
  fixed: policyOf(
    statementOf('Allow', 'server', 'ViewServer', SERVERS, {
      condition: { StringEquals: { 'resourceTag/team': 'web' } },
    }),
    statementOf('Allow', 'server', 'ViewServers', SERVERS),
  ),
  find: withoutTags('resourceTag', ({ givesResourceTags }) => givesResourceTags),
};

export const requestTagsNotGiven: Check = {
  name: 'request-tags-not-given',
  severity: 'ERROR',
  what: 'The condition asks for tags that the request would set, but the product does not give them for this action.',
  sentence: '{key} is always absent: the product does not give tags of the request for {action}.',
  fix: 'Move the action to a statement without this condition.',
  example: policyOf(
    statementOf('Allow', 'server', ['CreateServer', 'StartServer'], SERVERS, {
      condition: { StringEquals: { 'requestTag/team': 'web' } },
    }),
  ),
  fixed: policyOf(
    statementOf('Allow', 'server', 'CreateServer', SERVERS, {
      condition: { StringEquals: { 'requestTag/team': 'web' } },
    }),
    statementOf('Allow', 'server', 'StartServer', SERVERS),
  ),
  find: withoutTags('requestTag', ({ givesRequestTags }) => givesRequestTags),
};
