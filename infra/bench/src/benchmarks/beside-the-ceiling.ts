import { Problem } from '@genkan/local/boot/problem';
import { startHashCeiling } from '../controls/hash-ceiling.js';
import type { HashSlice } from '../controls/hashing.js';
import { atLeast, type Figure, told } from '../figures/figure.js';
import { drift, median, quantile } from '../figures/statistics.js';
import { drive, type Lane } from '../load/drive.js';
import { interleave } from '../load/interleave.js';
import type { Testbed } from '../testbed.js';

/** Above it the machine itself changed while it was measured. */
const DRIFT_LIMIT = 0.15;

export interface BesideTheCeiling {
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
  /** Processor time per call by process, of identity without the hash; in ms. */
  readonly cpuMsPerCall: Readonly<Record<string, number>>;
}

/** Calls that each cost one hash, beside bare hashing in the same run. The whole pipeline is at work, audit included. */
export async function besideTheCeiling(
  testbed: Testbed,
  lanes: readonly Lane[],
  how: { readonly name: string; readonly kind: HashSlice['kind']; readonly target: number | null },
): Promise<BesideTheCeiling> {
  const sliceMs = testbed.size(5_000, 300);
  const ceiling = await startHashCeiling(how.kind);
  try {
    const { subject, control } = await interleave(testbed.size(7, 2), {
      control: () => ceiling.slice(sliceMs),
      async subject() {
        const cpu = testbed.meter();
        const slice = await drive(lanes, sliceMs);
        const behindMs = await testbed.settle();
        return { ...slice, behindMs, cpu: cpu() };
      },
    });
    const drifted = drift(control.map(({ perSecond }) => perSecond));
    if (!testbed.isQuick && drifted > DRIFT_LIMIT)
      throw new Problem(
        `The machine's own speed changed by ${percent(drifted)} in the run: nothing can be said. Run again.`,
      );

    const latencies = subject.flatMap(({ latenciesMs }) => latenciesMs);
    const cpuMsPerHash = median(control.map((slice) => slice.cpuMsPerHash));
    const cpuMsPerCall = perCall(subject, cpuMsPerHash);
    const perSecond = median(subject.map((slice) => slice.perSecond));
    const most = median(control.map((slice) => slice.perSecond));
    return {
      figures: [
        atLeast(how.name, `${how.name}s/s ÷ hashes/s`, { subject: perSecond, control: most, target: how.target }),
        ...[50, 95, 99].map((share) => told(`${how.name}-p${share}`, 'ms', quantile(latencies, share / 100))),
        ...Object.entries(cpuMsPerCall).map(([process, ms]) =>
          told(`${how.name}-cpu-${process}`, `ms of CPU a ${how.name}, without the hash`, ms),
        ),
      ],
      notes: [
        `${lanes.length} connections; a bare hash costs ${cpuMsPerHash.toFixed(1)} ms of CPU; the ceiling moved by ${percent(drifted)}.`,
        `When a slice ended audit had everything ${Math.round(median(subject.map(({ behindMs }) => behindMs)))} ms later.`,
      ],
      cpuMsPerCall,
    };
  } finally {
    await ceiling.stop();
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Over all slices; what happens until audit has everything is counted, too. */
function perCall(
  slices: readonly { readonly calls: number; readonly cpu: Readonly<Record<string, number>> }[],
  cpuMsPerHash: number,
): Record<string, number> {
  const calls = slices.reduce((sum, slice) => sum + slice.calls, 0);
  const names = Object.keys(slices[0]?.cpu ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const ms = slices.reduce((sum, { cpu }) => sum + (cpu[name] ?? 0), 0) / calls;
      return [name, name === 'identity' ? ms - cpuMsPerHash : ms];
    }),
  );
}
