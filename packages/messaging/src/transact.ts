import type { Transact } from '@genkan/call/transaction';
import { withTransaction } from '@genkan/persistence/with-transaction';
import type { DataSource } from 'typeorm';
import { claimKey, storeAnswer } from './idempotency.js';
import type { OutboxRow, OutboxWriter } from './outbox-writer.js';

export interface TransactSettings {
  readonly dataSource: DataSource;
  readonly outbox: OutboxWriter;
  /** Woken after a commit that left events; without it they go when the relay polls. */
  readonly relay?: { wake(): void };
}

/** See `Transact`. Beside the work it costs begin, commit, one statement for all events and two for an idempotency claim. */
export function createTransact({ dataSource, outbox, relay }: TransactSettings): Transact {
  return async (ctx, work) => {
    const claim = ctx.idempotency;
    const { value, rows } = await withTransaction(dataSource, async (manager) => {
      if (claim) await claimKey(manager, claim, ctx.clock.now());
      const rows: OutboxRow[] = [];
      const value = await work({
        manager,
        emit(contract, emission) {
          const causationId = ctx.causationId ?? ctx.recording.eventId ?? rows[0]?.eventId ?? null;
          const row = outbox.row({ ...ctx, causationId }, contract, emission);
          rows.push(row);
          return row.eventId;
        },
      });
      if (claim) await storeAnswer(manager, claim, claim.render(value));
      await outbox.insert(manager, rows);
      return { value, rows };
    });
    const [first] = rows;
    if (first) {
      ctx.recording.eventId ??= first.eventId;
      ctx.recording.types.push(...rows.map(({ type }) => type));
      relay?.wake();
    }
    return value;
  };
}
