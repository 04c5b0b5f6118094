import type { BusMessage, OnMessages } from './bus.js';
import type { Suspects } from './suspects.js';

/** A message that ended so many processes, known to be the one, is not looked into again. */
const MAX_DEATHS = 3;

/** The ways of handling messages. Of one message false: not done, because the delivery ends. */
export interface SuspicionSettings {
  readonly suspects: Suspects;
  /** What nobody died of. */
  readonly trusted: OnMessages;
  /** One message, of which processes may have died. */
  readonly suspected: (message: BusMessage, signal: AbortSignal) => Promise<boolean>;
  /** One message, of which so many processes died that nobody may look into it again. */
  readonly deadly: (message: BusMessage, signal: AbortSignal, deaths: number) => Promise<boolean>;
}

/**
 * A message may end its process, by memory or by a fault of a native module, and would end the next one too. The offset of
 * what is delivered first is stored at once, so after a few deaths the messages on which processes die are among the first ones
 * that the next gets. Those are written down before they are handled; when they have been begun before, they are taken one by one, each written down
 * with its own count. The others cost nothing.
 */
export function withSuspicion({ suspects, trusted, suspected, deadly }: SuspicionSettings): OnMessages {
  /** By partition: the last offset of the batch that somebody died of. */
  const suspectedUpTo = new Map<string, bigint>();

  return async (messages, delivery) => {
    const [first] = messages;
    if (!first || !delivery.isFirst) return trusted(messages, delivery);
    const partition = `${first.topic}/${first.partition}`;
    const deaths = (await suspects.begin(first)) - 1;
    if (deaths > 0) suspectedUpTo.set(partition, messages.at(-1)?.offset ?? first.offset);
    const isSuspected = first.offset <= (suspectedUpTo.get(partition) ?? -1n);
    const single = deaths < MAX_DEATHS ? suspected : deadly;
    let done = 0;
    try {
      done = isSuspected ? Number(await single(first, delivery.signal, deaths)) : await trusted(messages, delivery);
      return done;
    } finally {
      if (done === 0) await suspects.forget(first);
    }
  };
}
