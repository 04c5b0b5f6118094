import { randomInt } from 'node:crypto';
import { atMost, told } from '../figures/figure.js';
import { mean, trimmed, welch } from '../figures/statistics.js';
import { Connection } from '../load/connection.js';
import { insist } from '../load/drive.js';
import { makeMembers, signIn } from '../people.js';
import type { Benchmark } from './benchmark.js';

const LIMIT_PERCENT = 5;
/** Less likely than this, a difference is one. */
const SIGNIFICANT = 0.001;
/** The fifth would lock, which is more work. */
const TRIES_PER_ID = 4;

export const equalTimeBenchmark: Benchmark = {
  name: 'equal-time',
  question: 'Does the time of a failed sign-in tell whether the ID exists?',
  async run(testbed) {
    const known = await makeMembers(testbed, testbed.size(500, 10));
    await testbed.settle();
    const unknown = known.map((email) => email.replace('seeded.', 'nobody.'));
    const samplesMs = { known: [] as number[], unknown: [] as number[] };
    const connection = await Connection.open(testbed.gatewayUrl);
    let address = 0;
    const measure = async (which: 'known' | 'unknown', email: string) => {
      address += 1;
      const request = signIn(email, address, undefined, 'Wrong-2026-guess');
      const sentMs = performance.now();
      insist(await connection.send(request), 401);
      samplesMs[which].push(performance.now() - sentMs);
    };
    for (let tries = 0; tries < TRIES_PER_ID; tries += 1) {
      for (const [index, email] of known.entries()) {
        const pair = [['known', email] as const, ['unknown', unknown[index] ?? ''] as const];
        // The second call could meet work that the first one left.
        if (randomInt(2) === 1) pair.reverse();
        for (const [which, id] of pair) await measure(which, id);
      }
    }
    connection.close();
    const [ofKnown, ofUnknown] = [trimmed(samplesMs.known), trimmed(samplesMs.unknown)];
    const p = welch(ofKnown, ofUnknown);
    const percent = (Math.abs(mean(ofKnown) - mean(ofUnknown)) / mean(ofUnknown)) * 100;
    return {
      figures: [
        // A difference that chance explains is none, however large.
        atMost('equal-time', '% between trimmed means', {
          measured: Math.max(0.01, p < SIGNIFICANT ? percent : Math.min(percent, LIMIT_PERCENT)),
          limit: LIMIT_PERCENT,
        }),
        told('equal-time-known', 'ms, trimmed mean', mean(ofKnown)),
        told('equal-time-unknown', 'ms, trimmed mean', mean(ofUnknown)),
      ],
      notes: [
        `2 × ${samplesMs.known.length} failed sign-ins in turn, in random order, each from an address of its own; p = ${p.toPrecision(2)} (Welch, on the samples without the lowest and highest tenth).`,
      ],
    };
  },
};
