import type { Tx } from '@genkan/call/transaction';
import type { Ids } from '@genkan/config/ids';
import { PLATFORM_SCOPE } from '@genkan/contracts/activity';
import { type DeadLetterReason, deadLetterRecorded } from '@genkan/contracts/dead-letter';
import type { ServiceName } from '@genkan/contracts/service-name';
import type { BusMessage } from './bus.js';
import type { MessageId } from './message-id.js';

export interface DeadLetter {
  readonly message: BusMessage;
  readonly id: MessageId;
  readonly reason: DeadLetterReason;
  readonly error: unknown;
}

/** Puts a message aside: the message itself into a table, its ids into the event `<service>.dead-letter.recorded`. */
export type RecordDeadLetter = (tx: Tx, letter: DeadLetter) => Promise<void>;

export function createDeadLetters(settings: { service: ServiceName; consumer: string; ids: Ids }): RecordDeadLetter {
  const { consumer, ids } = settings;
  const contract = deadLetterRecorded(settings.service);
  return async (tx, { message, id, reason, error }) => {
    const { topic, partition, offset, key, headers, value } = message;
    const deadLetterId = ids.uuid();
    await tx.manager.query(
      `INSERT INTO dead_letters (id, consumer, reason, topic, partition_no, message_offset, event_source, event_id,
         message_key, headers, payload, error, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NOW(3))`,
      [
        ...[deadLetterId, consumer, reason, topic, partition, offset, id.source, id.eventId],
        ...[key, JSON.stringify(headers), value, describe(error)],
      ],
    );
    tx.emit(contract, {
      scope: PLATFORM_SCOPE,
      resource: { id: deadLetterId },
      result: 'FAIL',
      errorCode: `${settings.service}.dead_letter_${reason}`,
      facts: {
        ...{ deadLetterId, consumer, reason, topic, partition },
        ...{ offset: String(offset), eventSource: id.source, eventId: id.eventId },
      },
    });
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
