import { systemCtx } from '@genkan/call/system-ctx';
import type { Transact, Tx } from '@genkan/call/transaction';
import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import type { Logger } from '@genkan/observability/logger';
import { type Delivery, type Failure, isSpent, nextTry, providerOf } from './delivery.js';
import type { Claimed, DeliveryRepository } from './delivery-repository.js';
import { emitFailed, emitSent } from './events.js';
import { type Provider, SendFailed } from './provider.js';
import type { RenderMessage } from './render-message.js';

interface Dependencies {
  readonly deliveries: DeliveryRepository;
  readonly providers: { readonly [Channel in Delivery['channel']]: readonly Provider[] };
  readonly render: RenderMessage;
  readonly transact: Transact;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Told of each try. */
  readonly observe: (delivery: Delivery, outcome: Outcome['kind']) => void;
}

type Outcome = { readonly kind: 'sent'; readonly reference: string } | ({ readonly kind: 'failed' } & Failure);

export type Deliver = (claimed: Claimed) => Promise<void>;

/**
 * Tries once to send a delivery, and says how it went. What crashes in between is sent again when the lease is over: the
 * recipient may get a message twice, but never none.
 */
export function createDeliver(parts: Dependencies): Deliver {
  const { deliveries, providers, render, transact, clock, ids, logger, observe } = parts;

  return async (claimed) => {
    const { delivery } = claimed;
    const candidates = providers[delivery.channel];
    const provider = providerOf(delivery, candidates);
    if (!provider) throw new Error(`nobody carries messages by ${delivery.channel}`);
    const spent = isSpent(delivery, candidates.length, clock.now());
    const outcome = spent ? givenUp(delivery) : await attempt(delivery, provider);
    if (outcome === null) return;
    observe(delivery, outcome.kind);
    const { correlationId, causationId } = delivery;
    await transact({ ...systemCtx({ clock, ids }), correlationId, causationId }, async (tx) => {
      const current = await deliveries.lockLeased(tx.manager, claimed);
      if (current === null) return;
      if (outcome.kind === 'sent') await noteSent(tx, current, provider, outcome.reference);
      else await noteFailed(tx, current, provider, outcome, spent ? null : nextTryOf(current, outcome));
    });
  };

  /** Null when it was voided since it was claimed. */
  async function attempt(delivery: Delivery, provider: Provider): Promise<Outcome | null> {
    const { id, language, channel } = delivery;
    const addressed = await deliveries.contentOf(id);
    if (addressed === null) return null;
    try {
      const message = render(addressed.content, { channel, language });
      return { kind: 'sent', reference: await provider.send({ ...message, id, address: addressed.address, language }) };
    } catch (error) {
      if (!(error instanceof SendFailed)) throw error;
      logger.warn({ deliveryId: id, provider: provider.name, ...error.failure }, 'a message was not taken');
      return { kind: 'failed', ...error.failure };
    }
  }

  function nextTryOf(delivery: Delivery, failure: Failure): Date | null {
    // Voided while it was under way: nobody waits for it any more.
    if (delivery.state !== 'queued') return null;
    return nextTry(delivery, failure, providers[delivery.channel].length, clock.now());
  }

  async function noteSent({ manager, emit }: Tx, delivery: Delivery, { name }: Provider, reference: string) {
    await deliveries.settle(manager, { ...delivery, state: 'sent', cause: null });
    emitSent({ emit }, delivery, name, reference);
  }

  async function noteFailed(
    { manager, emit }: Tx,
    delivery: Delivery,
    { name }: Provider,
    { cause }: Failure,
    dueAt: Date | null,
  ) {
    const state = delivery.state === 'void' ? 'void' : 'dead';
    // What one provider was told is still likely when the next one is down.
    const likely = cause === 'unknown' ? (delivery.cause ?? cause) : cause;
    if (dueAt === null) await deliveries.settle(manager, { ...delivery, state, cause: likely });
    else await deliveries.postpone(manager, { ...delivery, cause: likely }, dueAt);
    emitFailed({ emit }, delivery, name, { cause, final: dueAt === null });
  }
}

const givenUp = ({ cause }: Delivery): Outcome => ({ kind: 'failed', cause: cause ?? 'unknown', isPermanent: true });
