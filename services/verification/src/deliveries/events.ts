import type { Tx } from '@genkan/call/transaction';
import { deliveryFailed, deliverySent } from '@genkan/contracts/verification/deliveries';
import type { Delivery, FailureCause } from './delivery.js';

type Emitter = Pick<Tx, 'emit'>;

function emissionOf(delivery: Delivery, provider: string) {
  const { id, template, channel, maskedTarget, challengeId, accountNo, attempts, scope } = delivery;
  return {
    scope,
    resource: { id, name: maskedTarget },
    facts: { deliveryId: id, template, channel, maskedTarget, challengeId, accountNo, attempt: attempts, provider },
  };
}

export function emitSent(tx: Emitter, delivery: Delivery, provider: string, providerReference: string): void {
  const { facts, ...emission } = emissionOf(delivery, provider);
  tx.emit(deliverySent, { ...emission, facts: { ...facts, providerReference } });
}

export function emitFailed(
  tx: Emitter,
  delivery: Delivery,
  provider: string,
  failure: { readonly cause: FailureCause; readonly final: boolean },
): void {
  const { facts, ...emission } = emissionOf(delivery, provider);
  const errorCode = `verification.${failure.cause === 'unknown' ? 'delivery_failed' : failure.cause}`;
  tx.emit(deliveryFailed, { ...emission, facts: { ...facts, ...failure }, result: 'FAIL', errorCode });
}
