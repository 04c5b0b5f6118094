import type { Clock } from '@genkan/config/clock';
import type { BusMessage } from '@genkan/messaging/bus';
import { type Adoption, adoptionOf } from './adoption.js';
import type { StoreRecords } from './ingest-repository.js';
import { raw, recordOf } from './record.js';

export { type AuditRecord, recordOf } from './record.js';

/** Stores a batch of one partition; delivered twice it is stored once. With `asIs` nothing is looked into. */
export const createIngest =
  (store: StoreRecords, clock: Clock) =>
  async (messages: readonly BusMessage[], { asIs }: { readonly asIs: boolean }): Promise<void> => {
    const receivedAt = clock.now();
    const records = messages.map((message) => (asIs ? raw(message, receivedAt) : recordOf(message, receivedAt)));
    const adoptions = records.map(adoptionOf).filter((adoption): adoption is Adoption => adoption !== null);
    await store(records, adoptions);
  };
