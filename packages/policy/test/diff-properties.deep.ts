import type { Condition, PolicyDocument, PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../src/compile.js';
import type { DecisionEffect } from '../src/decision.js';
import { diff } from '../src/diff.js';
import type { Permission } from '../src/difference/permission.js';
import { evaluate } from '../src/evaluate.js';
import { exampleCatalogue } from '../src/example-catalogue.js';
import type { PolicyRequest, Tags } from '../src/request.js';

const ACCOUNT = '204718330962';
const nrn = (product: string, last: string) => `nrn:genkan:${product}:kr:${ACCOUNT}:${last}`;
const subsetOf = <T>(values: readonly T[], maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength });

const conditions: readonly (Condition | undefined)[] = [
  undefined,
  undefined,
  {},
  { Bool: { mfaPresent: true } },
  { StringEquals: { principalName: 'kim' } },
  { StringNotEquals: { 'resourceTag/env': ['production'] } },
  { IpAddress: { sourceIp: '203.0.113.0/24' }, Bool: { mfaPresent: 'true' } },
  { IpAddress: { sourceIp: `\${principalTag/office}` } },
  { IpAddress: { sourceIp: '203.0.113.0/33' } },
  { StringEquals: { SourceIp: 'a' } },
];
const products = ['server', 'server', '*', 'audit', 'mail'];
const actions = ['*', 'View*', '*Server', 'ViewServer', 'StopServer', 'ViewActivity', 'Send**', 'Send', 'S*'];
const resources = [
  '*',
  nrn('*', '*'),
  nrn('server', '**'),
  nrn('server', 'instance/*'),
  nrn('server', 'instance/1*'),
  nrn('server', 'instance/17'),
  nrn('mail', 'box/1'),
];

const statement = fc.record({
  effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
  targets: fc.array(
    fc.record({
      product: fc.constantFrom(...products),
      actions: subsetOf(actions, 3),
      resourceNrns: subsetOf(resources, 3),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  condition: fc.constantFrom(...conditions),
});
type Drawn = typeof statement extends fc.Arbitrary<infer S> ? S : never;
const documentOf = (statements: readonly Drawn[]): PolicyDocument => ({
  version: 1,
  statements: statements.map(({ condition, ...rest }) => (condition ? { ...rest, condition } : rest)),
});
/** Two documents that share most of what they say, as versions of one do. */
const versions = fc
  .tuple(
    fc.array(statement, { maxLength: 3 }),
    fc.array(statement, { maxLength: 2 }),
    fc.array(statement, { maxLength: 2 }),
  )
  .map(([both, first, second]) => [documentOf([...both, ...first]), documentOf([...second, ...both])] as const);

const request: fc.Arbitrary<PolicyRequest> = fc.record({
  principal: fc.record({
    type: fc.constant('sub' as const),
    id: fc.constant('u1'),
    name: fc.constantFrom('kim', 'lee'),
    accountNo: fc.constant(ACCOUNT),
    tags: fc.constantFrom<Tags[]>({}, { office: '203.0.113.7' }, { office: 'Seoul' }),
  }),
  product: fc.constantFrom('server', 'server', 'mail', 'disk'),
  action: fc.constantFrom('ViewServer', 'StopServer', 'Send', 'ViewImages'),
  resourceNrn: fc.constantFrom(nrn('server', 'instance/17'), nrn('server', 'instance/2'), nrn('mail', 'box/1')),
  context: fc.record(
    {
      sourceIp: fc.constantFrom('203.0.113.7', '198.51.100.1'),
      mfaPresent: fc.boolean(),
      resourceTags: fc.constantFrom<Tags[]>({}, { env: 'production' }, { env: 'test' }),
    },
    { requiredKeys: [] },
  ),
});

const decider = (document: PolicyDocument): ((asked: PolicyRequest) => DecisionEffect) => {
  const compiled = compile([{ policyId: 'p', version: 1, document }]);
  return (asked) => evaluate(compiled, asked).effect;
};

/** Whether the row alone would make the decision that it tells of. */
function tells({ kind, product, actions: names, resourceNrns, condition }: Permission, asked: PolicyRequest): boolean {
  const target = { product, actions: [...names], resourceNrns: [...resourceNrns] };
  const alone: PolicyStatement = {
    effect: kind === 'deny' ? 'Deny' : 'Allow',
    targets: [target],
    ...(condition ? { condition } : {}),
  };
  const found = decider({ version: 1, statements: [alone] })(asked);
  if (kind === 'allow') return found === 'allow';
  return found === 'error' || (kind === 'deny' && found === 'explicit-deny');
}

/** What the catalogue knows: an action of the product, or a product that it does not know. */
const isTold = ({ product, action }: PolicyRequest) => {
  const known = exampleCatalogue.products.find((each) => each.product === product);
  return known === undefined || known.actions.some((each) => each.action === action);
};

describe('the difference of any two policies', () => {
  it('has a row for whatever one allows and the other does not', () => {
    let differences = 0;
    fc.assert(
      fc.property(versions, fc.array(request, { minLength: 12, maxLength: 12 }), ([a, b], requests) => {
        const { gained, lost } = diff([a], [b], exampleCatalogue);
        const [decideBefore, decideAfter] = [decider(a), decider(b)];
        for (const asked of requests.filter(isTold)) {
          const [before, after] = [decideBefore(asked), decideAfter(asked)];
          if ((before === 'allow') === (after === 'allow')) continue;
          differences += 1;
          const rows = after === 'allow' ? gained : lost;
          if (!rows.some((row) => tells(row, asked))) throw new Error(JSON.stringify({ asked, rows }));
        }
      }),
      { numRuns: 1_000 },
    );
    expect(differences).toBeGreaterThan(500);
  });

  it('is the same from the other side', () => {
    fc.assert(
      fc.property(versions, ([a, b]) => {
        const [there, back] = [diff([a], [b], exampleCatalogue), diff([b], [a], exampleCatalogue)];
        expect(back).toEqual({ gained: there.lost, lost: there.gained, isCut: there.isCut });
      }),
      { numRuns: 300 },
    );
  });

  it('is nothing between a policy and itself, split and in another order', () => {
    fc.assert(
      fc.property(versions, ([document]) => {
        const apart = document.statements.map((each): PolicyDocument => ({ version: 1, statements: [each] })).reverse();
        expect(diff([document], [document], exampleCatalogue)).toEqual({ gained: [], lost: [], isCut: false });
        expect(diff([document], apart, exampleCatalogue)).toEqual({ gained: [], lost: [], isCut: false });
      }),
      { numRuns: 300 },
    );
  });
});
