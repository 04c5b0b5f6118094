import { describe, expect, it } from '@jest/globals';
import type { Decision } from '../src/decision.js';
import { decide } from './decide.js';
import { type PolicyCase, readCases } from './read-cases.js';
import { referenceEvaluate } from './reference/reference-evaluator.js';

/** The members of the decision that the case fixes. */
const asLabelled = ({ expected }: PolicyCase, decision: Decision) =>
  Object.fromEntries(Object.keys(expected).map((member) => [member, decision[member as keyof Decision]]));

const cases = readCases();

describe('the table of cases', () => {
  it('has at least 200 cases, each with a reason of its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(200);
    expect(new Set(cases.map(({ file, why }) => `${file}: ${why}`)).size).toBe(cases.length);
  });
});

describe.each([
  ['the reference evaluator', referenceEvaluate],
  ['the compiled evaluator', decide],
])('%s decides as the table is labelled', (_, decide) => {
  it.each(cases.map((each): [string, string, PolicyCase] => [each.file, each.why, each]))(
    '%s: %s',
    (_file, _why, each) => {
      expect(asLabelled(each, decide(each.policies, each.request))).toEqual(each.expected);
    },
  );
});
