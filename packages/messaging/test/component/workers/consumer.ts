import { systemClock } from '@genkan/config/clock';
import { systemIds } from '@genkan/config/ids';
import { topicOf } from '@genkan/contracts/event';
import { createDataSource } from '@genkan/persistence/data-source';
import type { Bus } from '../../../src/bus.js';
import { createConsumer } from '../../../src/consumer.js';
import { createKafkaBus } from '../../../src/kafka-bus.js';
import { createOutboxWriter } from '../../../src/outbox-writer.js';
import { on } from '../../../src/subscription.js';
import { createTransact } from '../../../src/transact.js';
import { silent, thingChanged } from '../../example.js';
import { reached, running, settings } from './steps.js';

/** A consumer that notes each event in the table `effects`, and can be stopped between any two of its steps. */
const { databaseUrl: url, brokers, topic, poison } = settings;
const dataSource = await createDataSource({ url, entities: [], migrations: [] });
const kafka = createKafkaBus({ brokers, clientId: 'consumer', logger: silent, sessionTimeoutMs: 1_500 });
let hasDone = false;

const bus: Bus = {
  publisher: () => kafka.publisher(),
  lag: kafka.lag,
  consume: (options) =>
    kafka.consume({
      ...options,
      topics: { names: [topic] },
      maxBatch: 10,
      async onMessages(messages, batch) {
        if (hasDone) await reached('after the offset');
        // The fixture's topic stands for the one on which identity's events are at home.
        const done = await options.onMessages(
          messages.map((message) => ({ ...message, topic: topicOf('identity') })),
          batch,
        );
        hasDone = true;
        await reached('before the offset');
        return done;
      },
    }),
};
const outbox = createOutboxWriter({ service: 'audit', ids: systemIds });
const consumer = createConsumer({
  ...{ bus, group: `audit.${settings.schema}`, service: 'audit', dataSource },
  transact: createTransact({
    dataSource,
    outbox: {
      row: outbox.row,
      async insert(manager, rows) {
        await reached('before the commit');
        await outbox.insert(manager, rows);
      },
    },
  }),
  subscriptions: [
    on(thingChanged, async (tx, { data }) => {
      await reached('in the handler');
      if (`${data.activity.scope}${data.number}` === poison) process.kill(process.pid, 'SIGKILL');
      await tx.manager.query('INSERT INTO effects (partition_key, number, process) VALUES (?, ?, ?)', [
        data.activity.scope,
        data.number,
        process.pid,
      ]);
    }),
  ],
  ...{ clock: systemClock(), ids: systemIds, logger: silent },
});
consumer.start();
running(async () => {
  await consumer.stop();
  await dataSource.destroy();
});
