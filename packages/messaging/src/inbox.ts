import { isDuplicateKey } from '@genkan/persistence/duplicate-key';
import type { EntityManager } from 'typeorm';
import type { MessageId } from './message-id.js';

/**
 * Notes in the handler's own transaction that this consumer handles this message. False: it has been handled before. While
 * another process handles the same message this waits for the end of its transaction.
 */
export async function receive(
  manager: EntityManager,
  consumer: string,
  { source, eventId }: MessageId,
): Promise<boolean> {
  try {
    await manager.query('INSERT INTO inbox (consumer, source, event_id, received_at) VALUES (?, ?, ?, NOW(3))', [
      consumer,
      source,
      eventId,
    ]);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
