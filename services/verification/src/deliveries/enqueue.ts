import type { Ids } from '@genkan/config/ids';
import { maskEmail, maskPhone } from '@genkan/credentials/mask';
import type { EntityManager } from 'typeorm';
import type { Channel, Content, Delivery } from './delivery.js';
import type { DeliveryRepository } from './delivery-repository.js';

/** What a capability wants to have sent, and to which recipient. */
export interface Order
  extends Pick<
    Delivery,
    'language' | 'challengeId' | 'accountNo' | 'scope' | 'correlationId' | 'causationId' | 'validUntil'
  > {
  readonly content: Content;
  readonly to: { readonly channel: Channel; readonly address: string };
  readonly now: Date;
}

export type Enqueue = (manager: EntityManager, order: Order) => Promise<Delivery>;

/** Queues a message in the transaction of what it tells of. */
export function createEnqueue({ deliveries, ids }: { deliveries: DeliveryRepository; ids: Ids }): Enqueue {
  return async (manager, { content, to: { channel, address }, now, ...order }) => {
    const delivery: Delivery = {
      ...order,
      id: ids.uuid(),
      template: content.template,
      channel,
      maskedTarget: channel === 'email' ? maskEmail(address) : maskPhone(address),
      state: 'queued',
      cause: null,
      attempts: 0,
      createdAt: now,
    };
    await deliveries.add(manager, delivery, { address, content });
    return delivery;
  };
}
