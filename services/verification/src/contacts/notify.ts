import type { Ctx } from '@genkan/call/ctx';
import type { EntityManager } from 'typeorm';
import type { Deliveries } from '../deliveries/compose-deliveries.js';
import type { ContactRepository } from './contact-repository.js';

interface Dependencies {
  readonly contacts: ContactRepository;
  readonly deliveries: Pick<Deliveries, 'enqueue'>;
}

type Content = Parameters<Deliveries['enqueue']>[1]['content'];

export type Notify = (manager: EntityManager, ctx: Ctx, accountNo: string, content: Content) => Promise<void>;

/**
 * Tells an account something by mail, in its language.
 *
 * @throws Error when the account has no contact: the event becomes a dead letter
 */
export function createNotify({ contacts, deliveries }: Dependencies): Notify {
  return async (manager, ctx, accountNo, content) => {
    const contact = await contacts.find(manager, accountNo, 'email');
    if (contact === null) throw new Error('the account has no contact');
    const { address, language } = contact;
    await deliveries.enqueue(manager, {
      content,
      to: { channel: 'email', address },
      language,
      challengeId: null,
      accountNo,
      scope: accountNo,
      correlationId: ctx.correlationId,
      causationId: ctx.causationId ?? '',
      validUntil: null,
      now: ctx.clock.now(),
    });
  };
}
