import type { Ctx } from '@genkan/call/ctx';
import type { Emission } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import { PLATFORM_SCOPE } from '@genkan/contracts/activity';
import { MAX_EVENT_BYTES } from '@genkan/contracts/envelope';
import { type EventContract, sourceOf } from '@genkan/contracts/event';
import type { ServiceName } from '@genkan/contracts/service-name';
import type { NewRowOf } from '@genkan/persistence/define-table';
import type { EntityManager } from 'typeorm';
import { buildActivity, type CalledEndpoint } from './activity.js';
import { envelopeHeaders } from './envelope-headers.js';
import { eventSchema } from './event-schema.js';
import { EventTooLarge } from './event-too-large.js';
import { outbox } from './schema.js';

/** An event, ready to be stored. */
export interface OutboxRow extends NewRowOf<typeof outbox> {
  readonly type: string;
}

/** Makes events and stores them. Services emit through `transact`; the gateway stores rows of many calls at once. */
export interface OutboxWriter {
  /**
   * @throws Error when the facts violate the contract (its cause says where)
   * @throws EventTooLarge
   */
  row<C extends EventContract>(ctx: Ctx, contract: C, emission: Emission<C>, called?: CalledEndpoint): OutboxRow;
  /** One statement, whatever the number of rows. It must be the last one before the commit: see the relay. */
  insert(manager: EntityManager, rows: readonly OutboxRow[]): Promise<void>;
}

export function createOutboxWriter({ service, ids }: { service: ServiceName; ids: Ids }): OutboxWriter {
  return {
    row(ctx, contract, emission, called) {
      if (contract.service !== service) throw new Error(`${contract.type} is not an event of ${service}`);
      const eventId = ids.uuid();
      const createdAt = ctx.clock.now();
      const activity = buildActivity(ctx, contract, emission, called);
      const data = eventSchema(contract).safeParse({ ...emission.facts, activity });
      if (!data.success) throw new Error(`${contract.type} violates its contract`, { cause: data.error });
      const payload = JSON.stringify(data.data);
      const bytes = Buffer.byteLength(payload);
      if (bytes > MAX_EVENT_BYTES) throw new EventTooLarge(contract.type, bytes);
      const partitionKey = emission.scope === PLATFORM_SCOPE ? eventId : emission.scope;
      const headers = envelopeHeaders({
        specversion: '1.0',
        id: eventId,
        source: sourceOf(contract.service),
        type: contract.type,
        subject: activity.resource.nrn,
        time: createdAt.toISOString(),
        dataschema: `urn:genkan:schema:${contract.type}`,
        partitionkey: partitionKey,
        correlationid: ctx.correlationId,
        causationid: ctx.causationId ?? ctx.recording.eventId ?? undefined,
        traceparent: ctx.traceparent || undefined,
        authtype: activity.actor.type,
        authid: activity.actor.id ?? undefined,
      });
      return { eventId, type: contract.type, partitionKey, headers: JSON.stringify(headers), payload, createdAt };
    },

    insert: (manager, rows) => outbox.insert(manager, ...rows),
  };
}
