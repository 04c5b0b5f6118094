import { Connection } from '../load/connection.js';
import { completion, seedDrafts } from '../people.js';
import type { Benchmark } from './benchmark.js';
import { besideTheCeiling } from './beside-the-ceiling.js';

const CONNECTIONS = 8;

export const signUpBenchmark: Benchmark = {
  name: 'sign-up',
  question: 'How much of what the machine can hash arrives as new members?',
  async run(testbed) {
    const drafts = await seedDrafts(testbed, testbed.size(8_000, 400));
    const requests = drafts.map((draft, number) => completion(testbed, draft, number)).values();
    const next = () => {
      const { value } = requests.next();
      if (!value) throw new Error('too few drafts were prepared');
      return value;
    };
    const connections = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => Connection.open(testbed.gatewayUrl)),
    );
    try {
      return await besideTheCeiling(
        testbed,
        connections.map((connection) => ({ connection, next, status: 201 })),
        { name: 'sign-up', kind: 'hash', target: null },
      );
    } finally {
      for (const connection of connections) connection.close();
    }
  },
};
