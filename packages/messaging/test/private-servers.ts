import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kafka, type KafkaOptions, startKafka } from '@genkan/local/kafka';
import { type MariaDB, type MariaDBOptions, startMariaDB } from '@genkan/local/maria-db';

/** Gives `use` a broker that it may kill and pause. */
export async function withKafka(
  use: (kafka: Kafka) => Promise<void>,
  options: Omit<KafkaOptions, 'dir'> = {},
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'genkan-kafka-'));
  const kafka = await startKafka({ ...options, dir });
  try {
    await use(kafka);
  } finally {
    await kafka.stop();
    rmSync(dir, { recursive: true });
  }
}

/** Gives `use` a database server that it may kill. */
export async function withMariaDB(
  use: (database: MariaDB) => Promise<void>,
  options: Omit<MariaDBOptions, 'dir'> = {},
): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'genkan-mariadb-'));
  const database = await startMariaDB({ ...options, dir });
  try {
    await use(database);
  } finally {
    await database.stop();
    rmSync(dir, { recursive: true });
  }
}
