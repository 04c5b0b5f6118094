import { Problem } from '@genkan/local/boot/problem';
import { casbinEngine } from './casbin-engine.js';
import { cedarEngine } from './cedar-engine.js';
import { genkanEngine } from './genkan-engine.js';
import { type Call, type Engine, type Outcome, outcomes, type Workload } from './workload.js';

export const engineNames = ['genkan', 'casbin', 'cedar'] as const;
export type EngineName = (typeof engineNames)[number];

/** Every engine with the same rules, and the numbers of the calls by their outcome. */
export interface Contest {
  readonly engines: Readonly<Record<EngineName, Engine>>;
  readonly calls: Readonly<Record<Outcome, readonly number[]>>;
}

/**
 * Makes all engines ready, and has each decide every call.
 * @throws Problem when one decides otherwise than it should: then they do not do the same, and comparing them says nothing
 */
export async function makeContest(workload: Workload): Promise<Contest> {
  const calls: Call[] = [];
  const numbers: Record<Outcome, number[]> = { allow: [], 'explicit-deny': [], 'no-match': [] };
  for (const outcome of outcomes) {
    for (const call of workload.calls[outcome]) numbers[outcome].push(calls.push(call) - 1);
  }
  const engines = {
    genkan: await genkanEngine(workload, calls),
    casbin: await casbinEngine(workload, calls),
    cedar: await cedarEngine(workload, calls),
  };
  for (const outcome of outcomes) {
    for (const number of numbers[outcome]) {
      for (const name of engineNames) {
        if (engines[name].allows(number) === (outcome === 'allow')) continue;
        throw new Problem(
          `${name} does not decide as it should (${workload.mix}, ${workload.rules.length} statements, ${outcome}): ${JSON.stringify(calls[number])}`,
        );
      }
    }
  }
  return { engines, calls: numbers };
}
