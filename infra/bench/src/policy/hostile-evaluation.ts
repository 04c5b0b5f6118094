import { compile } from '@genkan/policy/compile';
import { evaluate } from '@genkan/policy/evaluate';
import { hostilePolicies } from './hostile-policies.js';
import { medianMs } from './median-ms.js';

export interface HostileTime {
  readonly name: string;
  readonly us: number;
}

/** How long one decision takes by so many hostile policies, of each kind; the slowest first. */
export function timeHostileEvaluation(policies: number, repeats: number): readonly HostileTime[] {
  return hostilePolicies
    .map(({ name, policies: make, request }) => {
      const compiled = compile(make(policies));
      return { name, us: medianMs(repeats, () => evaluate(compiled, request)) * 1_000 };
    })
    .sort((one, other) => other.us - one.us);
}
