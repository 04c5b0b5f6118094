import { atMost } from '../figures/figure.js';
import { Connection } from '../load/connection.js';
import { drive, type Lane } from '../load/drive.js';
import { makeSignedIn, type SignedIn, signIn } from '../people.js';
import type { Testbed } from '../testbed.js';
import type { Benchmark } from './benchmark.js';
import { besideTheCeiling } from './beside-the-ceiling.js';

const CONNECTIONS = 8;
/** Gateway and identity together, without the hash. */
const CPU_LIMIT_MS = 6;
/** V8 compiles what runs often while it runs, in the first thousand or two of calls: a cost of starting, not of a sign-in. */
const WARM_UP_MS = 20_000;

export const signInBenchmark: Benchmark = {
  name: 'sign-in',
  question: 'How much of what the machine can hash arrives as sign-ins, with bus and audit running?',
  async run(testbed) {
    const people = await makeSignedIn(testbed, CONNECTIONS);
    const lanes = await Promise.all(people.map((person) => laneOf(testbed, person)));
    try {
      await drive(lanes, testbed.size(WARM_UP_MS, 300));
      const { figures, notes, cpuMsPerCall } = await besideTheCeiling(testbed, lanes, {
        name: 'sign-in',
        kind: 'verify',
        target: 0.45,
      });
      const measured = (cpuMsPerCall.gateway ?? 0) + (cpuMsPerCall.identity ?? 0);
      return {
        figures: [
          ...figures,
          atMost('sign-in-cpu', 'ms of CPU in gateway + identity, without the hash', { measured, limit: CPU_LIMIT_MS }),
        ],
        notes: [
          ...notes,
          'Elsewhere, measured by us on two cores with the same hash, none with a bus or an audit: better-auth 0.68, Ory Kratos 0.26, Keycloak 0.20 of the ceiling (154, 59, 45 sign-ins/s).',
        ],
      };
    } finally {
      for (const { connection } of lanes) connection.close();
    }
  },
};

async function laneOf(testbed: Testbed, { email, address, device }: SignedIn): Promise<Lane> {
  const request = signIn(email, address, device);
  return { connection: await Connection.open(testbed.gatewayUrl), next: () => request, status: 201 };
}
