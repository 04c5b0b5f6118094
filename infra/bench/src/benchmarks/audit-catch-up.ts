import { waitUntil } from '@genkan/local/wait';
import type { BareConsumed, BareConsumption } from '../controls/bare-consumer.js';
import { Control } from '../controls/control.js';
import { atLeast } from '../figures/figure.js';
import { median } from '../figures/statistics.js';
import { interleave } from '../load/interleave.js';
import type { Testbed } from '../testbed.js';
import { publishBacklog } from './backlog.js';
import type { Benchmark } from './benchmark.js';

const CATCH_UP_MS = 300_000;

export const auditCatchUpBenchmark: Benchmark = {
  name: 'audit-catch-up',
  question: 'How fast does audit store what has piled up, beside a bare consumer with a bulk insert?',
  async run(testbed) {
    const messages = testbed.size(50_000, 600);
    const brokers = testbed.platform.backing.kafkaBrokers;
    await testbed.query('CREATE SCHEMA IF NOT EXISTS bench');
    let round = 0;
    let topic = '';
    const { subject, control } = await interleave(testbed.size(3, 1), {
      async control() {
        round += 1;
        await testbed.settle();
        await testbed.platform.service('audit').stop();
        topic = await publishBacklog({ brokers, source: `bench-${round}`, messages });
        return await consumeBare(testbed, { topic, messages, table: `bench.records_${round}` });
      },
      subject: () => catchUp(testbed, messages),
    });
    return {
      figures: [
        atLeast('audit-catch-up', 'events/s ÷ rows/s', {
          subject: median(subject),
          control: median(control),
          target: 0.5,
        }),
      ],
      notes: [
        `${messages} events of 500 accounts on 12 partitions, each time on a topic of its own; timed from the first stored batch, so without the processes' start. The bare consumer checks nothing, numbers nothing, and may store twice.`,
      ],
    };
  },
};

async function consumeBare(
  testbed: Testbed,
  { topic, messages, table }: Pick<BareConsumption, 'topic' | 'messages' | 'table'>,
) {
  await testbed.query(`CREATE TABLE ${table} LIKE genkan_audit.records`);
  const { control } = await Control.start('bare-consumer');
  try {
    const { kafkaBrokers: brokers, databaseUrl } = testbed.platform.backing;
    const question: BareConsumption = { brokers, topic, databaseUrl, table, messages };
    return (await control.ask<BareConsumed>(question)).perSecond;
  } finally {
    await control.stop();
    await testbed.query(`DROP TABLE ${table}`);
  }
}

/** Starts audit again and waits until it has stored all of them. Returns events per second. */
async function catchUp(testbed: Testbed, messages: number): Promise<number> {
  const stored = async () => {
    const [row] = await testbed.query<{ total: string }>(
      'SELECT COALESCE(SUM(last_seq), 0) AS total FROM genkan_audit.scopes',
    );
    return Number(row?.total);
  };
  const before = await stored();
  await testbed.platform.service('audit').restart();
  let first: { readonly atMs: number; readonly stored: number } | undefined;
  let now = before;
  await waitUntil(
    async () => {
      now = await stored();
      if (now > before) first ??= { atMs: performance.now(), stored: now };
      return now >= before + messages;
    },
    { what: 'audit to catch up', timeoutMs: CATCH_UP_MS, signal: testbed.signal },
  );
  if (!first || now === first.stored) return messages;
  return ((now - first.stored) / (performance.now() - first.atMs)) * 1_000;
}
