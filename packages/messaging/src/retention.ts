import type { DataSource } from 'typeorm';
import { IDEMPOTENCY_HOURS } from './idempotency.js';

const AT_ONCE = 1_000;

/**
 * What is past its time: outbox rows a day after publishing, inbox rows after 8 days (a topic keeps messages for 7), stored
 * answers after a day. By the database's clock, not the service's, which tests and demos set forward.
 */
const EXPIRED = [
  'outbox WHERE published_at < NOW(3) - INTERVAL 1 DAY',
  'inbox WHERE received_at < NOW(3) - INTERVAL 8 DAY',
  `idempotency_keys WHERE created_at < NOW(3) - INTERVAL ${IDEMPOTENCY_HOURS} HOUR`,
];

/** Deletes what is past its time, in small batches so that nobody waits long for a lock. */
export async function removeExpired(dataSource: DataSource): Promise<void> {
  for (const rows of EXPIRED) {
    let deleted = AT_ONCE;
    while (deleted === AT_ONCE) {
      const result: { affectedRows: number } = await dataSource.query(`DELETE FROM ${rows} LIMIT ${AT_ONCE}`);
      deleted = result.affectedRows;
    }
  }
}
