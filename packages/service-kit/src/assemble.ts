import { hkdfSync } from 'node:crypto';
import { Refusal } from '@genkan/call/refusal';
import type { CommonErrorCode } from '@genkan/contracts/problem';
import { createServiceApp, type ServiceAppSettings } from '@genkan/http-kit/create-service-app';
import { createTokenVerifier } from '@genkan/http-kit/internal-token';
import { createConsumer } from '@genkan/messaging/consumer';
import { findStoredAnswer } from '@genkan/messaging/idempotency';
import { isTransient } from '@genkan/messaging/transient-failure';
import { type Job, type Scheduler, startScheduler } from '@genkan/persistence/scheduler';
import type { Background } from './capability.js';
import type { Frame } from './frame.js';
import type { FrameConfig } from './frame-config.js';
import type { Parts, Service } from './service.js';

/** Makes a service out of its capabilities, on what every service has. See `Frame.assemble`. */
export function assemble(
  { capabilities, gatewayKeys, idempotencySecret, open, mapError }: Parts,
  frame: Frame,
  config: FrameConfig & { readonly PORT: number },
  foundation: Background,
): Service {
  const { service, clock, dataSource, logger } = frame;
  const routes = capabilities.flatMap((capability) => capability.routes ?? []);
  const jobs = capabilities.flatMap((capability) => capability.jobs ?? []);
  const subscriptions = capabilities.flatMap((capability) => capability.subscriptions ?? []);
  const background = [
    foundation,
    ...(jobs.length > 0 ? [scheduled(frame, config, jobs)] : []),
    ...(subscriptions.length > 0 ? [createConsumer({ ...frame, group: service, subscriptions })] : []),
    ...capabilities.flatMap((capability) => capability.background ?? []),
  ];
  let starting: Promise<void> | undefined;
  const startAll = async () => {
    for (const part of background) await part.start();
  };
  const app = createServiceApp({
    ...frame,
    routes,
    verifyToken: createTokenVerifier({ keys: gatewayKeys, audience: service, clock }),
    health: frame,
    mapError: (error) => mapError?.(error) ?? unavailable(error),
    ...(open ? { open } : {}),
    ...(idempotencySecret ? { idempotency: idempotencyOf(frame, idempotencySecret) } : {}),
  });
  return {
    app,
    host: config.HOST,
    port: config.PORT,
    logger,
    dataSource,
    routes,
    jobs,
    subscriptions,
    start() {
      starting ??= startAll();
      return starting;
    },
    async close() {
      for (const part of background.toReversed()) await part.stop();
    },
  };
}

/** One scheduler for the jobs of all capabilities. */
function scheduled({ dataSource, clock, logger }: Frame, config: FrameConfig, jobs: readonly Job[]): Background {
  let scheduler: Scheduler | undefined;
  return {
    start() {
      scheduler = startScheduler({ dataSource, url: config.DATABASE_URL.reveal(), clock, logger, jobs });
    },
    stop: () => scheduler?.close(),
  };
}

/** Bodies of idempotent calls are kept as HMACs under a key that serves nothing else. */
const idempotencyOf = (
  { dataSource, clock }: Frame,
  secret: Uint8Array,
): NonNullable<ServiceAppSettings['idempotency']> => ({
  key: new Uint8Array(hkdfSync('sha256', secret, '', 'genkan idempotency', 32)),
  find: (claim) => findStoredAnswer(dataSource.manager, claim, clock.now()),
});

/** A database that is away, or a deadlock that did not end: the caller comes again. */
function unavailable(cause: unknown): Refusal<string> | undefined {
  if (!isTransient(cause)) return undefined;
  const facts = { kind: 'operational', retryAfterSeconds: 1, cause } as const;
  return new Refusal<CommonErrorCode>('gateway.unavailable', facts);
}
