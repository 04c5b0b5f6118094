import { freePort } from '@genkan/local/ports';
import { Control } from '../controls/control.js';
import { atMost, told } from '../figures/figure.js';
import { median } from '../figures/statistics.js';
import { Connection } from '../load/connection.js';
import { drive } from '../load/drive.js';
import { interleave } from '../load/interleave.js';
import { makeSignedIn, read } from '../people.js';
import type { Testbed } from '../testbed.js';
import type { Benchmark } from './benchmark.js';

const LIMIT_MS = 6;

export const recordingCostBenchmark: Benchmark = {
  name: 'recording-cost',
  question: 'How much later is a call answered because its record is committed first?',
  async run(testbed) {
    const [person] = await makeSignedIn(testbed, 1);
    if (!person) throw new Error('nobody signed in');
    const request = read('/sessions', person);
    const other = await startUnrecorded(testbed);
    const [recorded, unrecorded] = await Promise.all([Connection.open(testbed.gatewayUrl), Connection.open(other.url)]);
    try {
      const sliceMs = testbed.size(2_000, 300);
      const p50 = async (connection: Connection) =>
        median((await drive([{ connection, next: () => request, status: 200 }], sliceMs)).latenciesMs);
      const { subject, control } = await interleave(testbed.size(7, 2), {
        subject: () => p50(recorded),
        control: () => p50(unrecorded),
      });
      const [withMs, withoutMs] = [median(subject), median(control)];
      return {
        figures: [
          atMost('recording-cost', 'ms at p50', {
            // Where noise is larger than the cost, the difference may be none or less; both medians are told below.
            measured: Math.max(0.01, withMs - withoutMs),
            limit: LIMIT_MS,
          }),
          told('recording-cost-p50-with', 'ms', withMs),
          told('recording-cost-p50-without', 'ms', withoutMs),
        ],
        notes: [
          'One caller lists the own sessions at two gateways that differ in one thing: whether reads are recorded.',
        ],
      };
    } finally {
      recorded.close();
      unrecorded.close();
      await other.stop();
    }
  },
};

/** A second gateway beside the platform's, with the same environment, that records no reads. */
async function startUnrecorded({ platform }: Testbed) {
  const port = await freePort();
  const internalPort = await freePort([], [port]);
  const { env } = platform.service('gateway');
  const { control } = await Control.start('unrecorded-gateway', {
    env: { ...env, PORT: String(port), INTERNAL_PORT: String(internalPort) },
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => control.stop() };
}
