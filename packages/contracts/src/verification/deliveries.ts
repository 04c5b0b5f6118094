import { z } from 'zod';
import { defineEvent } from '../event.js';
import { publicField } from '../field.js';
import { accountNumber, idField, masked, uuid } from '../primitives.js';

/** The four causes that help for a mail names (product R7). */
export const namedCause = z
  .enum(['mailbox_full', 'spam_filter', 'wrong_address', 'slow_provider'])
  .meta({ id: 'NamedCause' });
/** Those, and whatever else a server may say. */
export const failureCause = z.enum([...namedCause.options, 'unknown']).meta({ id: 'FailureCause' });
/**
 * `queued`: waiting or being retried. `dead`: given up after all providers and retries. `void`: not sent any more, because a
 * newer code replaced it or its challenge is over.
 */
export const deliveryState = z.enum(['queued', 'sent', 'dead', 'void']).meta({ id: 'DeliveryState' });

const deliveryFacts = {
  deliveryId: idField('the delivery'),
  template: publicField(z.string(), 'Which message.'),
  channel: publicField(z.enum(['email', 'phone']), 'How it goes.'),
  maskedTarget: publicField(masked, 'Where it goes, masked.'),
  challengeId: publicField(uuid.nullable(), 'Challenge whose code it carries, if any.'),
  accountNo: publicField(accountNumber.nullable(), 'Account that it tells something, if any.'),
  attempt: publicField(z.number().int(), 'Which try it was, from 1.'),
  provider: publicField(z.string(), 'Provider that was used.'),
};

const sample = {
  deliveryId: '019ab000-0000-7000-8000-000000000021',
  template: 'challenge-code',
  channel: 'email',
  maskedTarget: 'k***@example.com',
  challengeId: '019ab000-0000-7000-8000-000000000011',
  accountNo: null,
  attempt: 1,
  provider: 'smtp',
} as const;

export const deliverySent = defineEvent({
  service: 'verification',
  name: 'delivery.sent',
  version: 1,
  description: 'A provider took a message.',
  action: 'SendDelivery',
  resource: 'Delivery',
  kind: 'fact',
  facts: z.object({
    ...deliveryFacts,
    providerReference: publicField(z.string().max(255), "The provider's own id of the message."),
  }),
  sample: { ...sample, providerReference: '<1732351@mail>' },
});

export const deliveryFailed = defineEvent({
  service: 'verification',
  name: 'delivery.failed',
  version: 1,
  description:
    'A provider did not take a message, or took too long. Error code: `verification.<cause>`, or `verification.delivery_failed` when the cause is unknown.',
  action: 'SendDelivery',
  resource: 'Delivery',
  kind: 'fact',
  facts: z.object({
    ...deliveryFacts,
    cause: publicField(failureCause, 'Likely cause.'),
    final: publicField(z.boolean(), 'Whether it was given up (dead letter).'),
  }),
  sample: { ...sample, cause: 'mailbox_full', final: false },
});
