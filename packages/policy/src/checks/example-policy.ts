import type { Condition, PolicyDocument, PolicyStatement } from '@genkan/contracts/sub-account/policy-document';

/** Servers of the account that examples are about. */
export const SERVERS = 'nrn:genkan:server:kr:204718330962:instance/*';

export const policyOf = (...statements: PolicyStatement[]): PolicyDocument => ({ version: 1, statements });

/** One target: actions on resources, each a list or one. */
export const statementOf = (
  effect: 'Allow' | 'Deny',
  product: string,
  actions: string | string[],
  resources: string | string[],
  rest: Partial<PolicyStatement> = {},
): PolicyStatement => ({
  effect,
  targets: [{ product, actions: [actions].flat(), resourceNrns: [resources].flat() }],
  ...rest,
});

export const allowServer = (actions: string | string[], rest?: Partial<PolicyStatement>) =>
  statementOf('Allow', 'server', actions, SERVERS, rest);

export const denyServer = (actions: string | string[], rest?: Partial<PolicyStatement>) =>
  statementOf('Deny', 'server', actions, SERVERS, rest);

/** A policy whose condition is what the example is about. */
export const allowWhen = (condition: Condition): PolicyDocument => policyOf(allowServer('ViewServer', { condition }));
export const denyWhen = (condition: Condition): PolicyDocument => policyOf(denyServer('ViewServer', { condition }));

/** What stands for the value of a key in a condition. */
export const variable = (key: string): string => `\${${key}}`;
