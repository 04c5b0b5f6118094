import type { BusMessage, OnMessages } from './bus.js';
import type { PoisonAttempts } from './poison-attempts.js';

/** A message that ended so many processes is the poison message, and no process looks into it again. */
const MAX_DEATHS = 3;

/** The ways of handling messages. For one message false means: not done, because the batch ends. */
export interface PoisonGuardSettings {
  readonly attempts: PoisonAttempts;
  /** Handles messages that no process died of. */
  readonly handleAll: OnMessages;
  /** Handles one message, which may have ended processes. */
  readonly handleOne: (message: BusMessage, signal: AbortSignal) => Promise<boolean>;
  /** Puts one message aside that ended `MAX_DEATHS` processes. */
  readonly putAside: (message: BusMessage, signal: AbortSignal, deaths: number) => Promise<boolean>;
}

/**
 * A poison message ends its process, by memory or by a fault of a native module, and would end the next one too. The offset of
 * a partition's first batch is stored at once, so after a few deaths the poison message is among the first that the next process gets.
 * The guard writes those down before they are handled. If they were begun before, it takes them one by one, and writes each down with
 * its own count. All other messages cost nothing.
 */
export function withPoisonGuard({ attempts, handleAll, handleOne, putAside }: PoisonGuardSettings): OnMessages {
  /** By partition: the last offset of the batch that a process died of. */
  const oneByOneUpTo = new Map<string, bigint>();

  return async (messages, batch) => {
    const [first] = messages;
    if (!first || !batch.isFirst) return handleAll(messages, batch);
    const partition = `${first.topic}/${first.partition}`;
    const deaths = (await attempts.begin(first)) - 1;
    if (deaths > 0) oneByOneUpTo.set(partition, messages.at(-1)?.offset ?? first.offset);
    const isOneByOne = first.offset <= (oneByOneUpTo.get(partition) ?? -1n);
    const single = deaths < MAX_DEATHS ? handleOne : putAside;
    let done = 0;
    try {
      done = isOneByOne ? Number(await single(first, batch.signal, deaths)) : await handleAll(messages, batch);
      return done;
    } finally {
      if (done === 0) await attempts.forget(first);
    }
  };
}
