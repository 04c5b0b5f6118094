import type { DataSource } from 'typeorm';
import type { BusMessage } from './bus.js';

/**
 * Finds the poison message: each attempt at what may be one is written down before it begins, outside of the handler's
 * transaction, so it is known after the process has died of it.
 */
export interface PoisonAttempts {
  /** Notes that a batch beginning with this message is handled now. Returns how many such attempts never ended, this one included. */
  begin(message: BusMessage): Promise<number>;
  /** The attempt ended without killing the process. */
  forget(message: BusMessage): Promise<void>;
}

export function createPoisonAttempts(dataSource: DataSource, consumer: string): PoisonAttempts {
  const KEY = 'consumer = ? AND topic = ? AND partition_no = ?';
  const keyOf = ({ topic, partition }: BusMessage) => [consumer, topic, partition];
  return {
    async begin(message) {
      const { offset } = message;
      await dataSource.query(
        `INSERT INTO consumer_attempts (consumer, topic, partition_no, message_offset, attempts) VALUES (?, ?, ?, ?, 1)
           ON DUPLICATE KEY UPDATE attempts = IF(message_offset = ?, attempts + 1, 1), message_offset = ?`,
        [...keyOf(message), offset, offset, offset],
      );
      const rows: { attempts: number }[] = await dataSource.query(
        `SELECT attempts FROM consumer_attempts WHERE ${KEY}`,
        keyOf(message),
      );
      return rows[0]?.attempts ?? 1;
    },
    async forget(message) {
      await dataSource.query(
        `UPDATE consumer_attempts SET attempts = attempts - 1 WHERE ${KEY} AND message_offset = ? AND attempts > 0`,
        [...keyOf(message), message.offset],
      );
    },
  };
}
