import {
  MAX_POLICY_BYTES,
  type PolicyDocument,
  type PolicyStatement,
} from '@genkan/contracts/sub-account/policy-document';
import type { AttachedPolicy } from '@genkan/policy/decision';
import type { PolicyRequest } from '@genkan/policy/request';
import { ACCOUNT } from './catalogue.js';
import { plainFacts } from './conditions.js';
import { requestOf } from './genkan-engine.js';

/** Policies that an attacker made as slow as the language lets them, and the request that hits them hardest. */
export interface HostilePolicies {
  readonly name: string;
  /** As many policies as wanted, no two alike, since what is alike might be done once. */
  readonly policies: (count: number) => readonly AttachedPolicy[];
  readonly request: PolicyRequest;
}

const LONGEST_TEXT = 256;
const head = `nrn:genkan:server:kr:${ACCOUNT}:`;
const longName = 'a'.repeat(LONGEST_TEXT);
const base = requestOf({
  product: 'server',
  action: 'a'.repeat(64),
  resource: `${head}${'a'.repeat(89)}`,
  facts: plainFacts,
});
const request: PolicyRequest = {
  ...base,
  principal: { ...base.principal, name: longName, tags: { a: longName } },
  context: { ...base.context, sourceIp: 'fe80::a:a:a:a' },
};

/**
 * `*a*a*a…` and then what the text does not have: a matcher that goes back for each `*` takes longer than the universe has. It ends as the text
 * does, so that its end does not give it away; different for each number.
 */
const stars = (length: number, number: number): string => `${'*a'.repeat(length / 2 - 4)}*${number.toString(36)}b*a`;

const everything: PolicyStatement['targets'] = [{ product: '*', actions: ['*'], resourceNrns: ['*'] }];

const targetOf = (action: string, resource: string): PolicyStatement['targets'] => [
  { product: 'server', actions: [action], resourceNrns: [resource] },
];

const conditional = (condition: PolicyStatement['condition']): PolicyStatement => ({
  effect: 'Deny',
  targets: everything,
  condition,
});

export const hostilePolicies: readonly HostilePolicies[] = [
  hostile('actions', (number) => ({ effect: 'Allow', targets: targetOf(stars(64, number), '*') })),
  hostile('resources', (number) => ({ effect: 'Allow', targets: targetOf('*', `${head}${stars(80, number)}`) })),
  hostile('parts of resources', (number) => ({
    effect: 'Allow',
    targets: targetOf('*', `nrn:genkan:*e*${number.toString(36)}*:*:*2*0*4*7*:*`),
  })),
  hostile('short statements that all apply', (number) => ({
    effect: 'Allow',
    targets: targetOf('*', `${head}a*${'a'.repeat(number % 80)}`),
  })),
  hostile('long patterns of texts', (number) =>
    conditional({ StringLike: { principalName: [stars(1_000, number), stars(500, number), stars(100, number)] } }),
  ),
  hostile('short patterns of texts', (number) =>
    conditional({ StringLike: { principalName: `*a*${stars(16, number)}` } }),
  ),
  hostile('variables', (number) =>
    conditional({
      StringLike: {
        principalName: `*${'$'}{principalTag/a}*${number.toString(36)}*${'$'}{principalTag/a}*${'$'}{principalName}`,
      },
    }),
  ),
  hostile('addresses', (number) =>
    conditional({ IpAddress: { sourceIp: Array.from({ length: 50 }, (_, at) => `fe80:${at}::${number}/127`) } }),
  ),
  hostile('conditions that never hold', (number) =>
    conditional({ StringEquals: { principalName: number.toString(36) } }),
  ),
];

function hostile(name: string, statement: (number: number) => PolicyStatement): HostilePolicies {
  return {
    name,
    request,
    policies(count) {
      let number = 0;
      return Array.from({ length: count }, (_, index) => ({
        policyId: `policy-${index}`,
        version: 1,
        document: fill(() => {
          number += 1;
          return statement(number);
        }),
      }));
    },
  };
}

/** A document with as many statements as it may have. */
function fill(next: () => PolicyStatement): PolicyDocument {
  const statements: PolicyStatement[] = [];
  let bytes = Buffer.byteLength('{"version":1,"statements":[]}');
  for (;;) {
    const statement = next();
    bytes += Buffer.byteLength(JSON.stringify(statement)) + 1;
    if (bytes > MAX_POLICY_BYTES) return { version: 1, statements };
    statements.push(statement);
  }
}
