import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import type { WakeUp } from '@genkan/messaging/wake-up';
import type { Logger } from '@genkan/observability/logger';
import type { Deliver } from './deliver.js';
import type { Claimed, DeliveryRepository } from './delivery-repository.js';

interface Dependencies {
  readonly deliveries: Pick<DeliveryRepository, 'claim'>;
  readonly deliver: Deliver;
  /** Woken by commits that may have queued something. */
  readonly wakeUp: WakeUp;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly concurrency?: number;
  readonly pollMs?: number;
}

export interface Worker {
  start(): void;
  /** Waits for the tries under way. */
  stop(): Promise<void>;
}

/** Sends what is queued, a few messages at a time, never within a request. Any number of them share a queue. */
export function createWorker(parts: Dependencies): Worker {
  const { deliveries, deliver, wakeUp, clock, ids, logger, concurrency = 8, pollMs = 500 } = parts;
  const underWay = new Set<Promise<void>>();
  let isStopping = false;
  let running = Promise.resolve();

  async function claim(): Promise<Claimed[]> {
    const limit = concurrency - underWay.size;
    if (limit === 0) return [];
    try {
      return await deliveries.claim(limit, ids.uuid(), clock.now());
    } catch (error) {
      logger.error({ err: error }, 'deliveries could not be claimed');
      return [];
    }
  }

  function begin(claimed: Claimed): void {
    const trying = deliver(claimed)
      // The lease ends, and it is tried again.
      .catch((error) => logger.error({ deliveryId: claimed.delivery.id, err: error }, 'a delivery was left unfinished'))
      .finally(() => {
        underWay.delete(trying);
        wakeUp.wake();
      });
    underWay.add(trying);
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      const claimed = await claim();
      for (const one of claimed) begin(one);
      if (claimed.length === 0) await wakeUp.wait(pollMs);
    }
    await Promise.all(underWay);
  }

  return {
    start() {
      running = run();
    },
    async stop() {
      isStopping = true;
      wakeUp.wake();
      await running;
    },
  };
}
