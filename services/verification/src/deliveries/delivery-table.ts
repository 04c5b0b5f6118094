import { ascii, blob, count, exactText, nullable, primary, text, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';
import type { Delivery, FailureCause } from './delivery.js';

/** What a `Delivery` is stored as. */
export const deliveryTable = defineTable(
  'deliveries',
  {
    id: primary(uuid()),
    template: ascii<Delivery['template']>(32),
    channel: ascii<Delivery['channel']>(8),
    language: ascii<Delivery['language']>(8),
    maskedTarget: text(320),
    /** Address and values, sealed; erased as soon as nothing more is sent. */
    content: nullable(blob()),
    challengeId: nullable(uuid()),
    accountNo: nullable(ascii(12)),
    scope: ascii(64),
    correlationId: ascii(64),
    causationId: exactText(128),
    state: ascii<Delivery['state']>(16),
    cause: nullable(ascii<FailureCause>(16)),
    attempts: count(),
    /** When it may be taken (again); a lease moves it ahead. */
    dueAt: timestamp(),
    /** The worker that took it last; no other may store how it went. */
    lease: nullable(uuid()),
    validUntil: nullable(timestamp()),
    createdAt: timestamp(),
  },
  {
    deliveries_due: { columns: ['state', 'dueAt'] },
    deliveries_challenge: { columns: ['challengeId', 'createdAt'] },
    deliveries_created_at: { columns: ['createdAt'] },
  },
);
