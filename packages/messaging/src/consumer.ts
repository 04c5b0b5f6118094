import type { Transact } from '@genkan/call/transaction';
import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import type { ServiceName } from '@genkan/contracts/service-name';
import type { Logger } from '@genkan/observability/logger';
import type { DataSource } from 'typeorm';
import type { Bus, BusConsumer, OnMessages } from './bus.js';
import { createDeadLetters } from './dead-letters.js';
import { createMessageHandler } from './message-handler.js';
import { createPoisonAttempts } from './poison-attempts.js';
import { withPoisonGuard } from './poison-guard.js';
import type { Subscription } from './subscription.js';

export interface ConsumerSettings {
  readonly bus: Bus;
  /** The service's name, or `<service>.<purpose>`; at most 64 characters. It names the inbox too. */
  readonly group: string;
  readonly service: ServiceName;
  readonly dataSource: DataSource;
  readonly transact: Transact;
  readonly subscriptions: readonly Subscription[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/**
 * Handles events one by one: inbox row, handler and its own events in one transaction, then the offset. What fails because
 * of the database or the network is tried again until it succeeds; what fails otherwise becomes a dead letter.
 */
export function createConsumer(settings: ConsumerSettings): BusConsumer {
  const { bus, group, service, dataSource, subscriptions, ids } = settings;
  const recordDeadLetter = createDeadLetters({ service, consumer: group, ids });
  const handler = createMessageHandler({ ...settings, recordDeadLetter });

  const oneByOne: OnMessages = async (messages, { signal }) => {
    let done = 0;
    for (const message of messages) {
      if (!(await handler.handle(message, signal))) break;
      done += 1;
    }
    return done;
  };

  return bus.consume({
    group,
    topics: { names: [...new Set(subscriptions.map(({ topic }) => topic))] },
    onMessages: withPoisonGuard({
      attempts: createPoisonAttempts(dataSource, group),
      handleAll: oneByOne,
      handleOne: handler.handle,
      putAside: (message, signal, deaths) => handler.putAside(message, 'killed', `ended ${deaths} processes`, signal),
    }),
  });
}
