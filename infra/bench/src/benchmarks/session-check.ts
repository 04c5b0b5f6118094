import { Control } from '../controls/control.js';
import { atLeast, told } from '../figures/figure.js';
import { median, quantile } from '../figures/statistics.js';
import { Connection } from '../load/connection.js';
import { drive, type Lane } from '../load/drive.js';
import { interleave } from '../load/interleave.js';
import { fromAddress, requestBytes } from '../load/request.js';
import { makeSignedIn, read } from '../people.js';
import type { Benchmark } from './benchmark.js';

const CONNECTIONS = 32;

export const sessionCheckBenchmark: Benchmark = {
  name: 'session-check',
  question: 'How fast does the gateway say who is signed in, beside a bare Express "hello"?',
  async run(testbed) {
    const people = await makeSignedIn(testbed, CONNECTIONS);
    const { control: server, hello } = await Control.start<{ port: number }>('hello-server');
    const lanesOf = (url: string, requests: readonly Buffer[]): Promise<Lane[]> =>
      Promise.all(
        requests.map(async (request) => ({
          connection: await Connection.open(url),
          next: () => request,
          status: 200,
        })),
      );
    const checks = await lanesOf(
      testbed.gatewayUrl,
      people.map((person) => read('/sessions/current', person)),
    );
    // The same fields and nearly as many bytes.
    const hellos = await lanesOf(
      `http://127.0.0.1:${hello.port}`,
      people.map(({ session, address }) =>
        requestBytes({ method: 'GET', path: '/hello', cookies: { session }, headers: fromAddress(address) }),
      ),
    );
    try {
      const sliceMs = testbed.size(4_000, 300);
      const { subject, control } = await interleave(testbed.size(7, 2), {
        subject: () => drive(checks, sliceMs),
        control: () => drive(hellos, sliceMs),
      });
      const busiest = Math.max(...[...subject, ...control].map(({ clientLoad }) => clientLoad));
      const latencies = subject.flatMap(({ latenciesMs }) => latenciesMs);
      return {
        figures: [
          atLeast('session-check', 'calls/s ÷ calls/s', {
            subject: median(subject.map(({ perSecond }) => perSecond)),
            control: median(control.map(({ perSecond }) => perSecond)),
            target: 0.5,
          }),
          ...[50, 99].map((share) => told(`session-check-p${share}`, 'ms', quantile(latencies, share / 100))),
        ],
        notes: [
          `${CONNECTIONS} connections, each with a session of its own; the client used ${Math.round(busiest * 100)} % of a core at most.`,
          'Elsewhere, measured by us on two cores: better-auth 1,500–1,900/s, Kratos 1,330/s, Keycloak userinfo 9,900/s.',
        ],
      };
    } finally {
      for (const { connection } of [...checks, ...hellos]) connection.close();
      await server.stop();
    }
  },
};
