import type { FieldValues, Result } from '@genkan/contracts/activity';
import type { Actor } from '@genkan/contracts/call-context';
import type { EventContract, FactsOf } from '@genkan/contracts/event';
import type { EntityManager } from 'typeorm';
import type { Ctx } from './ctx.js';

/** One event to be stored with the change that it tells of. */
export interface Emission<C extends EventContract> {
  /** Account number, else draft id, else `platform`. It is also the message's key; with `platform` the event id is. */
  readonly scope: string;
  /** The resource: its id and, for readers of the audit, a public name. Its type is the contract's. */
  readonly resource: { readonly id: string; readonly name?: string };
  readonly facts: FactsOf<C>;
  /** A log without an account that becomes part of this event's, such as that of the draft which became a member. */
  readonly adopts?: string;
  /** `SUCCESS` unless told. */
  readonly result?: Result;
  readonly errorCode?: string;
  /** `tenant` unless told, or unless the scope is `platform`. */
  readonly visibility?: 'tenant' | 'operator';
  /** The call's actor unless told, as when signing in makes an anonymous caller a member. */
  readonly actor?: Actor;
  readonly request?: FieldValues;
  readonly before?: FieldValues;
  readonly after?: FieldValues;
}

/** One database transaction: rows by `manager`, events by `emit`. */
export interface Tx {
  readonly manager: EntityManager;
  /** Adds an event; its row is written last, just before the commit. Returns its id (UUIDv7). */
  emit<C extends EventContract>(contract: C, emission: Emission<C>): string;
}

/**
 * Runs `work` in a READ COMMITTED transaction, retrying deadlocks and lock waits. Outbox rows are written last; after
 * the commit the relay is woken and `ctx.recording` holds the first event of the call. Events after the first carry
 * its id as `causationid`. With an idempotency claim the claim's row is taken first (a second call waits for it) and
 * the answer rendered from the returned value is stored in the same transaction.
 *
 * @throws IdempotentReplay when this very call has been answered before
 * @throws IdempotencyMismatch when the key was used with another body
 */
export type Transact = <T>(ctx: Ctx, work: (tx: Tx) => Promise<T>) => Promise<T>;
