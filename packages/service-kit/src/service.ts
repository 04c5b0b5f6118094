import type { Route } from '@genkan/http-kit/binder';
import type { ServiceAppSettings } from '@genkan/http-kit/create-service-app';
import type { KeySource } from '@genkan/http-kit/signed-token';
import type { Subscription } from '@genkan/messaging/subscription';
import type { Logger } from '@genkan/observability/logger';
import type { Job } from '@genkan/persistence/scheduler';
import type { Express } from 'express';
import type { DataSource } from 'typeorm';
import type { Capability } from './capability.js';

/** What a service is made of. */
export interface Parts extends Pick<ServiceAppSettings, 'open' | 'mapError'> {
  readonly capabilities: readonly Capability[];
  /** Verify the gateway's tokens. */
  readonly gatewayKeys: KeySource;
  /** Needed as soon as one endpoint honours Idempotency-Key: a key of its own is made from it. */
  readonly idempotencySecret?: Uint8Array;
}

/** A service whose every part is made. Nothing runs before `start`. */
export interface Service {
  readonly app: Express;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  readonly dataSource: DataSource;
  readonly routes: readonly Route[];
  readonly jobs: readonly Job[];
  readonly subscriptions: readonly Subscription[];
  /** Begins everything that runs beside the requests, once however often it is called. */
  start(): Promise<void>;
  /** Ends all of it, and closes the connections. Called when no request is under way any more. */
  close(): Promise<void>;
}
