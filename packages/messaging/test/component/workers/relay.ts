import { createDataSource } from '@genkan/persistence/data-source';
import { createNamedLock } from '@genkan/persistence/named-lock';
import type { DataSource, EntityManager } from 'typeorm';
import { createKafkaBus } from '../../../src/kafka-bus.js';
import { createOutboxStore, type OutboxStore } from '../../../src/outbox-store.js';
import { createRelay } from '../../../src/relay.js';
import { silent } from '../../example.js';
import { reached, running, settings } from './steps.js';

/** A relay that can be stopped between any two of its steps. */
const { databaseUrl: url, schema, brokers, topic, lock = `${schema}:relay` } = settings;
const dataSource = await createDataSource({ url, entities: [], migrations: [] });
const publisher = createKafkaBus({ brokers, clientId: 'relay', logger: silent }).publisher();

/** The relay's connection, with steps within the numbering transaction. */
function stepping(connection: DataSource): DataSource {
  const transaction = (work: (manager: EntityManager) => Promise<unknown>) =>
    connection.transaction(async (manager) => {
      const query = async (sql: string, values: unknown[]) => {
        if (sql.startsWith('UPDATE outbox')) await reached('while numbering');
        return manager.query(sql, values);
      };
      const value = await work(Object.assign(Object.create(manager), { query }));
      if (value !== 0) await reached('before the commit of the numbers');
      return value;
    });
  return Object.assign(Object.create(connection), { transaction });
}

function openStore(connection: DataSource): OutboxStore {
  const store = createOutboxStore(stepping(connection));
  return {
    ...store,
    async number(limit) {
      await reached('before numbering');
      const numbered = await store.number(limit);
      if (numbered > 0) await reached('after numbering');
      return numbered;
    },
    async markPublished(first, last) {
      await reached('after sending');
      await store.markPublished(first, last);
      await reached('after marking');
    },
  };
}

const relay = createRelay({
  dataSource,
  lock: createNamedLock({ url, name: lock }),
  publisher: {
    async publish(name, messages) {
      await reached('before sending');
      await publisher.publish(name, messages);
    },
    close: () => publisher.close(),
  },
  topic,
  logger: silent,
  pollMs: 50,
  openStore,
});
relay.start();
running(async () => {
  await relay.stop();
  await publisher.close();
  await dataSource.destroy();
});
