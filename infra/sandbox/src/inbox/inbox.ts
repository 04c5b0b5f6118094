import { EventEmitter, on } from 'node:events';
import type { Clock } from '@genkan/config/clock';
import { type Channel, codeIn, type Folder, type Message } from './message.js';

/** A message as it arrives; the inbox adds what it alone knows. */
export type Arrival = Pick<Message, 'channel' | 'folder' | 'to' | 'text'> &
  Partial<Omit<Message, 'id' | 'code' | 'receivedAt'>>;

export interface Filter {
  readonly channel?: Channel | undefined;
  /** Both folders when left out. */
  readonly folder?: Folder | undefined;
  /** Compared without regard to case. */
  readonly to?: string | undefined;
  /** Only messages newer than this id. */
  readonly after?: string | undefined;
  /** Only messages older than this id. */
  readonly before?: string | undefined;
}

export type Inbox = ReturnType<typeof createInbox>;

/** The messages in memory: the newest `capacity` of them. Ids begin at the clock's milliseconds, so that they rise over restarts. */
export function createInbox({ capacity, clock }: { capacity: number; clock: Clock }) {
  const arrivals = new EventEmitter().setMaxListeners(0);
  let messages: Message[] = [];
  let lastId = clock.now().getTime();

  return {
    add(arrival: Arrival): Message {
      const message: Message = {
        from: null,
        subject: null,
        html: null,
        reference: null,
        headers: [],
        attachments: [],
        ...arrival,
        id: String(++lastId),
        code: codeIn(arrival.text),
        receivedAt: clock.now().toISOString(),
      };
      messages.push(message);
      if (messages.length > capacity) messages.shift();
      arrivals.emit('message', message);
      return message;
    },

    /** The newest first, at most `limit`; `next` is the `before` of the following page, null on the last one. */
    page(filter: Filter, limit: number): { messages: Message[]; next: string | null } {
      const found = messages.filter((message) => matches(message, filter)).reverse();
      const page = found.slice(0, limit);
      return { messages: page, next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
    },

    find(id: string): Message | undefined {
      return messages.find((message) => message.id === id);
    },

    /** The oldest message that fits, waiting for one until `signal` aborts; then undefined. */
    async next(filter: Filter, signal: AbortSignal): Promise<Message | undefined> {
      const present = messages.find((message) => matches(message, filter));
      if (present) return present;
      try {
        for await (const [message] of on(arrivals, 'message', { signal }) as AsyncIterable<[Message]>)
          if (matches(message, filter)) return message;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return undefined;
    },

    clear(): void {
      messages = [];
    },
  };
}

function matches(message: Message, filter: Filter): boolean {
  return (
    (filter.channel === undefined || message.channel === filter.channel) &&
    (filter.folder === undefined || message.folder === filter.folder) &&
    (filter.to === undefined || message.to.toLowerCase() === filter.to.toLowerCase()) &&
    (filter.after === undefined || Number(message.id) > Number(filter.after)) &&
    (filter.before === undefined || Number(message.id) < Number(filter.before))
  );
}
