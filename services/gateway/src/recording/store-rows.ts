import type { OutboxRow, OutboxWriter } from '@genkan/messaging/outbox-writer';
import { isDuplicateKey } from '@genkan/persistence/duplicate-key';
import type { DataSource } from 'typeorm';

export interface RowStore {
  readonly dataSource: DataSource;
  readonly outbox: Pick<OutboxWriter, 'insert'>;
  /** Tells the relay. */
  wake(): void;
}

/** A failure that comes later leaves no time for a second try. */
const QUICK_FAILURE_MS = 500;

/**
 * Stores rows by one statement, which is a transaction of its own. A connection that broke is tried again once, on another
 * one: if the first statement did get through, the second finds its ids, all of them, and that is success.
 */
export const storeRows =
  ({ dataSource, outbox, wake }: RowStore) =>
  async (rows: readonly OutboxRow[]): Promise<void> => {
    const startedMs = performance.now();
    const insert = () => outbox.insert(dataSource.manager, rows);
    await insert().catch(async (error: unknown) => {
      if (performance.now() - startedMs > QUICK_FAILURE_MS) throw error;
      await insert().catch((again: unknown) => {
        if (!isDuplicateKey(again)) throw again;
      });
    });
    wake();
  };
