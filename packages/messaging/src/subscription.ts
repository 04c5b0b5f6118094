import type { Ctx } from '@genkan/call/ctx';
import type { Tx } from '@genkan/call/transaction';
import type { Activity } from '@genkan/contracts/activity';
import type { NumberedEnvelope } from '@genkan/contracts/envelope';
import { type EventContract, type FactsOf, topicOf } from '@genkan/contracts/event';
import type { BusMessage } from './bus.js';
import { eventSchema } from './event-schema.js';

/** An event as its handler gets it: validated, unknown fields dropped. */
export interface ReceivedEvent<C extends EventContract> {
  readonly envelope: NumberedEnvelope;
  readonly data: FactsOf<C> & { readonly activity: Activity };
}

/**
 * Handles one event within one transaction: rows by `tx.manager`, events of its own by `tx.emit`. It runs once per event
 * as far as its database is concerned, anything else it does may happen again.
 */
export type HandleEvent<C extends EventContract> = (tx: Tx, event: ReceivedEvent<C>, ctx: Ctx) => Promise<void>;

/** A message that was read and waits for its transaction. */
export interface ReadMessage {
  readonly requestId: string;
  readonly handle: (tx: Tx, ctx: Ctx) => Promise<void>;
}

/** One event type that a service handles. */
export interface Subscription {
  readonly topic: string;
  readonly type: string;
  /** Throws when the value is not what the contract says. */
  readonly read: (message: BusMessage, envelope: NumberedEnvelope) => ReadMessage;
}

/** Subscribes a handler to an event type. */
export function on<C extends EventContract>(contract: C, handle: HandleEvent<C>): Subscription {
  return {
    topic: topicOf(contract.service),
    type: contract.type,
    read(message, envelope) {
      const data = eventSchema(contract).parse(JSON.parse(message.value.toString())) as ReceivedEvent<C>['data'];
      return { requestId: data.activity.requestId, handle: (tx, ctx) => handle(tx, { envelope, data }, ctx) };
    },
  };
}
