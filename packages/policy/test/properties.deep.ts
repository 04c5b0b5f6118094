import type { Condition, PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../src/compile.js';
import type { AttachedPolicy } from '../src/decision.js';
import { evaluate } from '../src/evaluate.js';
import { deserialise, serialise } from '../src/program.js';
import { drawnBy, pairs } from './arbitraries.js';
import { decide } from './decide.js';
import { type Choose, oneOf } from './drawing/choice.js';
import { drawPair, drawStatement } from './drawing/draw-pair.js';

const numRuns = 1_000;
/** Far more than it takes on a machine with nothing else to do. */
jest.setTimeout(120_000);

const attached = (statement: PolicyStatement): AttachedPolicy => ({
  policyId: 'added',
  version: 1,
  document: { version: 1, statements: [statement] },
});

/** A pair, a statement that is likely to apply to it, and a place among its policies to put that statement at. */
const additions = drawnBy((choose) => {
  const pair = drawPair(choose);
  const statement = drawStatement(choose, pair.request);
  const place = choose(pair.policies.length + 1);
  const withIt = (effect: PolicyStatement['effect'], condition = statement.condition) =>
    pair.policies.toSpliced(place, 0, attached({ ...statement, effect, ...(condition ? { condition } : {}) }));
  return { ...pair, statement, withIt };
});

const shuffled = <T>(choose: Choose, items: readonly T[]): T[] => {
  const rest = [...items];
  return items.map(() => rest.splice(choose(rest.length), 1)[0] as T);
};

/** The same policies, all orders that mean nothing changed: of policies, statements, targets, actions, resources, entries and values. */
const inAnotherOrder = (choose: Choose, policies: readonly AttachedPolicy[]): AttachedPolicy[] =>
  shuffled(choose, policies).map(({ document, ...policy }) => ({
    ...policy,
    document: {
      version: 1,
      statements: shuffled(choose, document.statements).map(({ targets, condition, ...statement }) => ({
        ...statement,
        targets: shuffled(choose, targets).map(({ product, actions, resourceNrns }) => ({
          product,
          actions: shuffled(choose, actions),
          resourceNrns: shuffled(choose, resourceNrns),
        })),
        ...(condition ? { condition: conditionInAnotherOrder(choose, condition) } : {}),
      })),
    },
  }));

const conditionInAnotherOrder = (choose: Choose, condition: Condition): Condition =>
  Object.fromEntries(
    shuffled(choose, Object.entries(condition)).map(([operator, entries]) => [
      operator,
      Object.fromEntries(
        shuffled(choose, Object.entries(entries ?? {})).map(([key, values]) => [
          key,
          Array.isArray(values) ? shuffled(choose, values) : values,
        ]),
      ),
    ]),
  );

const reordered = drawnBy((choose) => {
  const { policies, request } = drawPair(choose);
  return { policies, request, others: inAnotherOrder(choose, policies) };
});

/** What makes any statement an error, without a look at the request. */
const brokenConditions: readonly Condition[] = [
  { IpAddress: { sourceIp: '10.0.0.0/33' } },
  { DateLessThan: { currentTime: '2026-02-29T00:00:00Z' } },
  { Bool: { mfaPresent: 'perhaps' } },
  { StringEquals: { principalName: '${' } },
  { StringEquals: { userAgent: 'curl' } },
];

/** Checks the property on so many pairs, and that `counts` was true for enough of them: a property about nothing shows nothing. */
function holds<T>(arbitrary: fc.Arbitrary<T>, counts: (value: T) => boolean, property: (value: T) => void): void {
  let counted = 0;
  fc.assert(
    fc.property(arbitrary, (value) => {
      if (!counts(value)) return;
      counted += 1;
      property(value);
    }),
    { numRuns },
  );
  expect(counted).toBeGreaterThan(numRuns / 50);
}

describe('the compiled evaluator', () => {
  it('never grants because of a Deny that is added', () => {
    holds(
      additions,
      ({ policies, request }) => decide(policies, request).effect !== 'allow',
      ({ request, withIt }) => expect(decide(withIt('Deny'), request).effect).not.toBe('allow'),
    );
  });

  it('never revokes because of an Allow that is added and raises no error', () => {
    holds(
      additions,
      ({ policies, request, statement }) =>
        decide(policies, request).effect === 'allow' &&
        decide([attached({ ...statement, effect: 'Allow' })], request).effect !== 'error',
      ({ request, withIt }) => expect(decide(withIt('Allow'), request).effect).toBe('allow'),
    );
  });

  it('does not allow what no statement matches', () => {
    const elsewhere = (policies: readonly AttachedPolicy[]): AttachedPolicy[] =>
      policies.map(({ document, ...policy }) => ({
        ...policy,
        document: {
          version: 1,
          statements: document.statements.map((statement) => ({
            ...statement,
            targets: statement.targets.map((target) => ({ ...target, product: 'elsewhere' })),
          })),
        },
      }));
    holds(
      pairs,
      ({ policies, request }) => request.principal.type !== 'main' && decide(policies, request).considered > 0,
      ({ policies, request }) =>
        expect(decide(elsewhere(policies), request)).toMatchObject({ effect: 'no-match', considered: 0 }),
    );
  });

  it('allows only by an Allow that allows alone', () => {
    holds(
      pairs,
      ({ policies, request }) => decide(policies, request).decidedBy !== undefined,
      ({ policies, request }) => {
        const { effect, decidedBy } = decide(policies, request);
        const alone = policies.flatMap(({ document, ...policy }) =>
          document.statements.map((statement) => ({
            ...policy,
            document: { version: 1 as const, statements: [statement] },
          })),
        );
        const effects = alone.map((policy) => decide([policy], request).effect);
        expect(decidedBy).toBeDefined();
        expect(effects).toContain(effect);
        if (effect === 'allow')
          expect(effects.filter((other) => other === 'explicit-deny' || other === 'error')).toEqual([]);
      },
    );
  });

  it('does not care for the order of policies, statements, targets, entries and values', () => {
    holds(
      reordered,
      ({ policies, request }) => decide(policies, request).considered > 1,
      ({ policies, others, request }) => {
        const { effect, considered } = decide(policies, request);
        expect(decide(others, request)).toMatchObject({ effect, considered });
      },
    );
  });

  it('does not allow, and says error, once a statement that applies has an error', () => {
    const broken = drawnBy((choose) => {
      const { policies, request } = drawPair(choose);
      const { product, action, resourceNrn } = request;
      const targets = [{ product, actions: [action], resourceNrns: [resourceNrn] }];
      const condition = oneOf(choose, brokenConditions);
      const added = attached({ effect: oneOf(choose, ['Allow', 'Deny']), targets, condition });
      return { policies, request, withIt: policies.toSpliced(choose(policies.length + 1), 0, added) };
    });
    holds(
      broken,
      ({ policies, request }) => decide(policies, request).considered > 0,
      ({ request, withIt }) => expect(decide(withIt, request).effect).toBe('error'),
    );
  });

  it('decides the same after being written as text and read again, and writes the same text', () => {
    holds(
      pairs,
      ({ policies }) => policies.length > 0,
      ({ policies, request }) => {
        const text = serialise(compile(policies));
        const read = deserialise(text);
        expect(evaluate(read, request)).toEqual(decide(policies, request));
        expect(serialise(read)).toBe(text);
        expect(serialise(compile(policies))).toBe(text);
      },
    );
  });

  it('allows once what it said is missing is granted', () => {
    holds(
      pairs,
      ({ policies, request }) => decide(policies, request).missing !== undefined,
      ({ policies, request }) => {
        const { missing } = decide(policies, request);
        expect(decide([...policies, attached(missing as PolicyStatement)], request)).toMatchObject({
          effect: 'allow',
          decidedBy: { policyId: 'added', version: 1, index: 0 },
        });
        expect(missing).toEqual({
          effect: 'Allow',
          targets: [{ product: request.product, actions: [request.action], resourceNrns: [request.resourceNrn] }],
        });
      },
    );
  });
});
