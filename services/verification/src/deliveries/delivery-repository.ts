import type { ContentOf } from '@genkan/credentials/sealed-content';
import type { RowOf } from '@genkan/persistence/define-table';
import { withTransaction } from '@genkan/persistence/with-transaction';
import { type DataSource, type EntityManager, In, LessThanOrEqual, Not } from 'typeorm';
import type { Protection } from '../protection.js';
import { type Delivery, LEASE_MS } from './delivery.js';
import { deliveryContent } from './delivery-content.js';
import { deliveryTable } from './delivery-table.js';

export type DeliveryRepository = ReturnType<typeof mysqlDeliveryRepository>;

/** What is to be told, and where: sealed until it is sent. */
export type Addressed = ContentOf<typeof deliveryContent>;

/** A delivery that this process may try to send, until `LEASE_MS` from now. */
export interface Claimed {
  readonly delivery: Delivery;
  readonly lease: string;
}

/** The queue of messages. */
export function mysqlDeliveryRepository({ seal, open }: Protection, dataSource: DataSource) {
  return {
    async add(manager: EntityManager, delivery: Delivery, addressed: Addressed): Promise<void> {
      const content = seal(deliveryContent, addressed, delivery.id);
      await deliveryTable.insert(manager, { ...delivery, content, dueAt: delivery.createdAt });
    },

    /** Takes up to `limit` deliveries that are due, passing over those that another worker is taking. A try begins with it. */
    claim(limit: number, lease: string, now: Date): Promise<Claimed[]> {
      return withTransaction(dataSource, async (manager) => {
        const rows = await manager.find(deliveryTable, {
          where: { state: 'queued', dueAt: LessThanOrEqual(now) },
          order: { dueAt: 'ASC' },
          take: limit,
          lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
        });
        if (rows.length === 0) return [];
        await manager.update(
          deliveryTable,
          { id: In(rows.map(({ id }) => id)) },
          { lease, dueAt: new Date(now.getTime() + LEASE_MS), attempts: () => 'attempts + 1' },
        );
        return rows.map((row) => ({ lease, delivery: deliveryOf({ ...row, attempts: row.attempts + 1 }) }));
      });
    },

    /** Content and recipient of a delivery; null when they are erased. */
    async contentOf(id: string): Promise<Addressed | null> {
      const row = await dataSource.manager.findOneBy(deliveryTable, { id, state: 'queued' });
      return row?.content ? open(deliveryContent, row.content, id) : null;
    },

    /** The delivery, locked, unless another worker has taken it since. */
    async lockLeased(manager: EntityManager, { delivery, lease }: Claimed): Promise<Delivery | null> {
      const row = await manager.findOne(deliveryTable, {
        where: { id: delivery.id, lease },
        lock: { mode: 'pessimistic_write' },
      });
      return row && deliveryOf(row);
    },

    /** Ends a delivery whose row is locked; what is sealed in it is erased. */
    async settle(
      manager: EntityManager,
      { id, state, cause }: Pick<Delivery, 'id' | 'state' | 'cause'>,
    ): Promise<void> {
      await manager.update(deliveryTable, { id }, { state, cause, content: null });
    },

    /** Puts a delivery whose row is locked back into the queue. */
    async postpone(manager: EntityManager, { id, cause }: Pick<Delivery, 'id' | 'cause'>, dueAt: Date): Promise<void> {
      await manager.update(deliveryTable, { id }, { cause, dueAt });
    },

    /** What carries a code of this challenge is not sent any more. */
    async voidOf(manager: EntityManager, challengeId: string): Promise<void> {
      await manager.update(deliveryTable, { challengeId, state: 'queued' }, { state: 'void', content: null });
    },

    async latestOf(manager: EntityManager, challengeId: string): Promise<Delivery> {
      const where = { challengeId };
      return deliveryOf(await manager.findOneOrFail(deliveryTable, { where, order: { createdAt: 'DESC' } }));
    },

    /** How many wait, and since when the oldest one does. */
    async backlog(): Promise<{ readonly count: number; readonly oldest: Date | null }> {
      const [row]: { waiting: string; oldest: Date | null }[] = await dataSource.query(
        "SELECT COUNT(*) AS waiting, MIN(created_at) AS oldest FROM deliveries WHERE state = 'queued'",
      );
      return { count: Number(row?.waiting ?? 0), oldest: row?.oldest ?? null };
    },

    async removeCreatedBefore(time: Date): Promise<void> {
      await dataSource.manager.delete(deliveryTable, { createdAt: LessThanOrEqual(time), state: Not('queued') });
    },
  };
}

function deliveryOf({ content, dueAt, lease, ...delivery }: RowOf<typeof deliveryTable>): Delivery {
  return delivery;
}
