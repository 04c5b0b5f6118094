import type { Ctx } from '@genkan/call/ctx';
import { systemCtx } from '@genkan/call/system-ctx';
import type { Transact } from '@genkan/call/transaction';
import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import type { DeadLetterReason } from '@genkan/contracts/dead-letter';
import type { NumberedEnvelope } from '@genkan/contracts/envelope';
import type { Logger } from '@genkan/observability/logger';
import { outgoingTraceparent, runInTrace } from '@genkan/observability/trace-context';
import type { BusMessage } from './bus.js';
import type { RecordDeadLetter } from './dead-letters.js';
import { envelopeOf } from './envelope-headers.js';
import { receive } from './inbox.js';
import { type MessageId, placeOf } from './message-id.js';
import { persist } from './persist.js';
import type { ReadMessage, Subscription } from './subscription.js';

export interface MessageHandlerSettings {
  readonly group: string;
  readonly subscriptions: readonly Subscription[];
  readonly transact: Transact;
  readonly recordDeadLetter: RecordDeadLetter;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** Both return false when the signal aborted before the message was done. */
export interface MessageHandler {
  handle(message: BusMessage, signal: AbortSignal): Promise<boolean>;
  putAside(message: BusMessage, reason: DeadLetterReason, error: unknown, signal: AbortSignal): Promise<boolean>;
}

/** Handles one message in one transaction: inbox row, handler, its own events. A permanent failure puts it aside instead. */
export function createMessageHandler(settings: MessageHandlerSettings): MessageHandler {
  const { group, transact, recordDeadLetter, logger } = settings;
  const subscriptions = new Map(settings.subscriptions.map((subscription) => [subscription.type, subscription]));

  async function handle(message: BusMessage, signal: AbortSignal): Promise<boolean> {
    const subscription = subscriptions.get(message.headers.ce_type ?? '');
    if (!subscription) return true;
    let envelope: NumberedEnvelope;
    let read: ReadMessage;
    try {
      envelope = envelopeOf(message);
      read = subscription.read(message, envelope);
    } catch (error) {
      return putAside(message, 'invalid', error, signal);
    }
    const { traceparent, correlationid: correlationId } = envelope;
    return runInTrace({ traceparent, requestId: read.requestId, correlationId }, async () => {
      const ctx = ctxOf(envelope, read);
      const work = () =>
        transact(ctx, async (tx) => {
          if (await receive(tx.manager, group, idOf(envelope))) await read.handle(tx, ctx);
        });
      try {
        return await persist(work, signal, logger);
      } catch (error) {
        return putAside(message, 'failed', error, signal);
      }
    });
  }

  async function putAside(
    message: BusMessage,
    reason: DeadLetterReason,
    error: unknown,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { topic, partition, offset } = message;
    logger.error({ group, topic, partition, offset, reason, err: error }, 'message becomes a dead letter');
    const envelope = readableEnvelope(message);
    const id = envelope ? idOf(envelope) : placeOf(message);
    const ctx = envelope ? ctxOf(envelope) : systemCtx(settings);
    const work = () =>
      transact(ctx, async (tx) => {
        if (await receive(tx.manager, group, id)) await recordDeadLetter(tx, { message, id, reason, error });
      });
    return persist(work, signal, logger);
  }

  /** The system acts, because of the event and in its trace. */
  function ctxOf(envelope: NumberedEnvelope, read?: ReadMessage): Ctx {
    return {
      ...systemCtx(settings),
      requestId: read?.requestId ?? '',
      correlationId: envelope.correlationid,
      causationId: envelope.id,
      traceparent: outgoingTraceparent(),
    };
  }

  return { handle, putAside };
}

const idOf = ({ source, id }: NumberedEnvelope): MessageId => ({ source, eventId: id });

function readableEnvelope(message: BusMessage): NumberedEnvelope | undefined {
  try {
    return envelopeOf(message);
  } catch {
    return undefined;
  }
}
