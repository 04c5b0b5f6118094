import type { Transact } from '@genkan/call/transaction';
import type { Clock } from '@genkan/config/clock';
import type { ServiceName } from '@genkan/contracts/service-name';
import type { Health } from '@genkan/http-kit/health';
import type { OutboxWriter } from '@genkan/messaging/outbox-writer';
import type { DataSource } from 'typeorm';
import type { Outside } from './outside.js';
import type { Parts, Service } from './service.js';

/** What a service's capabilities are made with. */
export interface Frame extends Outside, Health {
  readonly service: ServiceName;
  readonly clock: Clock;
  readonly dataSource: DataSource;
  readonly transact: Transact;
  readonly outbox: OutboxWriter;
  /** Tells the relay, and what `onCommit` was given, that events were committed. `transact` does so by itself. */
  wake(): void;
  /** Calls back after each commit that left events. */
  onCommit(callback: () => void): void;
  /** Another pool on the same schema, for work that must not wait behind the rest. Closed with the service. */
  openPool(connections: number): Promise<DataSource>;
  /** The service out of its capabilities. */
  assemble(parts: Parts): Service;
}
