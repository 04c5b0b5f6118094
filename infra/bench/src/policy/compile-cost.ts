import { compile } from '@genkan/policy/compile';
import { deserialise, serialise } from '@genkan/policy/program';
import { policiesOf } from './genkan-engine.js';
import { makeWorkload } from './make-workload.js';
import { medianMs } from './median-ms.js';
import { ownCpuMs } from './own-cpu-ms.js';
import { type Mix, mixes } from './workload.js';

/** What it costs to make policies ready, for 1,000 statements. */
export interface CompileCost {
  readonly mix: Mix;
  /** The first time for this mix in this process. */
  readonly firstMs: number;
  readonly compileMs: number;
  readonly deserialiseMs: number;
  readonly serialisedBytes: number;
}

const STATEMENTS = 1_000;

export function measureCompileCosts(repeats: number): readonly CompileCost[] {
  return mixes.map((mix) => {
    const policies = policiesOf(makeWorkload(mix, { statements: STATEMENTS, calls: 0 }).rules);
    const startedMs = ownCpuMs();
    const compiled = compile(policies);
    const firstMs = ownCpuMs() - startedMs;
    const text = serialise(compiled);
    return {
      mix,
      firstMs,
      compileMs: medianMs(repeats, () => compile(policies)),
      deserialiseMs: medianMs(repeats, () => deserialise(text)),
      serialisedBytes: Buffer.byteLength(text),
    };
  });
}
