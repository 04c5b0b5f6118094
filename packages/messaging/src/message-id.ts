import type { BusMessage } from './bus.js';

/** What makes a message the same one when it comes again. */
export interface MessageId {
  readonly source: string;
  readonly eventId: string;
}

/** The id of a message that has no readable envelope: its place. */
export function placeOf({ topic, partition, offset }: BusMessage): MessageId {
  return { source: topic, eventId: `${partition}/${offset}` };
}
