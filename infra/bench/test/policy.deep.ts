import { MAX_POLICY_BYTES } from '@genkan/contracts/sub-account/policy-document';
import { compile } from '@genkan/policy/compile';
import { evaluate } from '@genkan/policy/evaluate';
import { describe, expect, it } from '@jest/globals';
import { makeContest } from '../src/policy/engines.js';
import { policiesOf, requestOf } from '../src/policy/genkan-engine.js';
import { makeWorkload } from '../src/policy/make-workload.js';
import { mixes, outcomes } from '../src/policy/workload.js';

const sizes = [10, 200];

describe.each(mixes)('policies of the mix "%s"', (mix) => {
  it.each(sizes)('are decided alike by all engines, %i of them', async (statements) => {
    const workload = makeWorkload(mix, { statements, calls: 40 });
    await expect(makeContest(workload)).resolves.toBeDefined();
  });

  it('refuse the run when one engine decides otherwise', async () => {
    const workload = makeWorkload(mix, { statements: 10, calls: 5 });
    const { allow, 'explicit-deny': denied, 'no-match': unmatched } = workload.calls;
    const wrong = { allow: [...allow, ...denied], 'explicit-deny': denied, 'no-match': unmatched };
    await expect(makeContest({ ...workload, calls: wrong })).rejects.toThrow('does not decide as it should');
  });

  it('have the outcome that they were made for, of which the engines beside know two only', () => {
    const { rules, calls } = makeWorkload(mix, { statements: 200, calls: 40 });
    const compiled = compile(policiesOf(rules));
    for (const outcome of outcomes) {
      const effects = calls[outcome].map((call) => evaluate(compiled, requestOf(call)).effect);
      expect(new Set(effects)).toEqual(new Set([outcome]));
    }
  });

  it('are documents that could be stored', () => {
    const sizes = policiesOf(makeWorkload(mix, { statements: 1_000, calls: 1 }).rules).map(({ document }) =>
      Buffer.byteLength(JSON.stringify(document)),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_POLICY_BYTES);
  });

  it('are the same in every run', () => {
    const size = { statements: 30, calls: 5 };
    expect(makeWorkload(mix, size)).toEqual(makeWorkload(mix, size));
  });
});
