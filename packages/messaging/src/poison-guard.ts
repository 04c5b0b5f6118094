import type { BusMessage, OnMessages } from './bus.js';
import type { PoisonAttempts } from './poison-attempts.js';

/** A poison message that ended so many processes, known to be the one, is not looked into again. */
const MAX_DEATHS = 3;

/** The ways of handling messages. Of one message false: not done, because the batch ends. */
export interface PoisonGuardSettings {
  readonly attempts: PoisonAttempts;
  /** What no process died of. */
  readonly trusted: OnMessages;
  /** One message, of which processes may have died. */
  readonly suspected: (message: BusMessage, signal: AbortSignal) => Promise<boolean>;
  /** One message, of which so many processes died that none looks into it again. */
  readonly deadly: (message: BusMessage, signal: AbortSignal, deaths: number) => Promise<boolean>;
}

/**
 * A poison message ends its process, by memory or by a fault of a native module, and would end the next one too. The offset of
 * a partition's first batch is stored at once, so after a few deaths the poison message is among the first that the next process gets.
 * Those are written down before they are handled; when they have been begun before, they are taken one by one, each written down
 * with its own count. All others cost nothing.
 */
export function withPoisonGuard({ attempts, trusted, suspected, deadly }: PoisonGuardSettings): OnMessages {
  /** By partition: the last offset of the batch that a process died of. */
  const suspectedUpTo = new Map<string, bigint>();

  return async (messages, batch) => {
    const [first] = messages;
    if (!first || !batch.isFirst) return trusted(messages, batch);
    const partition = `${first.topic}/${first.partition}`;
    const deaths = (await attempts.begin(first)) - 1;
    if (deaths > 0) suspectedUpTo.set(partition, messages.at(-1)?.offset ?? first.offset);
    const isSuspected = first.offset <= (suspectedUpTo.get(partition) ?? -1n);
    const single = deaths < MAX_DEATHS ? suspected : deadly;
    let done = 0;
    try {
      done = isSuspected ? Number(await single(first, batch.signal, deaths)) : await trusted(messages, batch);
      return done;
    } finally {
      if (done === 0) await attempts.forget(first);
    }
  };
}
