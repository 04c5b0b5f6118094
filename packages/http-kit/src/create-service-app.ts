import type { RequestListener } from 'node:http';
import type { Clock } from '@genkan/config/clock';
import { type Ids, systemIds } from '@genkan/config/ids';
import { type EndpointContract, fullPathOf } from '@genkan/contracts/endpoint';
import type { ServiceName } from '@genkan/contracts/service-name';
import type { Logger } from '@genkan/observability/logger';
import type { Metrics } from '@genkan/observability/metrics';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Route } from './binder.js';
import type { MapError } from './expected-refusal.js';
import { type Health, mountHealth } from './health.js';
import type { Idempotency } from './idempotency.js';
import type { VerifyToken } from './internal-token.js';
import { sendProblem } from './problem-response.js';
import { observeAnswers } from './request-metrics.js';
import { serveRoute } from './serve-route.js';

export interface ServiceAppSettings {
  readonly service: ServiceName;
  readonly routes: readonly Route[];
  readonly verifyToken: VerifyToken;
  readonly clock: Clock;
  readonly ids?: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Needed as soon as one endpoint honours Idempotency-Key. */
  readonly idempotency?: Idempotency;
  readonly mapError?: MapError;
  /** Tests say true: a field or an event beyond the contract is then a fault. In production it is dropped, or let through. */
  readonly isStrict?: boolean;
  /** What answers to GET without a token, by path, such as the public keys. */
  readonly open?: Readonly<Record<`/${string}`, RequestListener>>;
}

/**
 * The HTTP side of a service, without I/O of its own: health, open documents, and every route below `/api/v1` (`/internal` for
 * the gateway's own). Throws when a route cannot be mounted as its contract says.
 */
export function createServiceApp(settings: ServiceAppSettings): Express {
  const { routes, ids = systemIds, isStrict = false } = settings;
  const { verifyToken, clock, logger, metrics, idempotency, mapError } = settings;
  const observe = observeAnswers(
    metrics,
    routes.map(({ endpoint }) => endpoint),
  );
  const serving = {
    verifyToken,
    clock,
    ids,
    logger,
    observe,
    idempotency,
    mapError,
    isStrict,
  };

  const app = express();
  for (const name of ['x-powered-by', 'etag', 'trust proxy', 'query parser']) app.set(name, false);
  for (const name of ['case sensitive routing', 'strict routing']) app.set(name, true);
  mountHealth(app, settings);
  for (const [path, listener] of Object.entries(settings.open ?? {})) app.get(path, (req, res) => listener(req, res));

  for (const route of routes) assertMountable(route.endpoint, settings);
  for (const [path, methods] of byPath(routes)) {
    const mounted = app.route(path);
    for (const [method, route] of methods) mounted[method](serveRoute(route, serving));
    const allow = [...methods.keys()].map((method) => method.toUpperCase());
    mounted.all((_req, res) => {
      sendProblem(res, { code: 'gateway.method_not_allowed', requestId: ids.uuid(), allow });
    });
  }
  app.use((_req, res) => {
    sendProblem(res, { code: 'gateway.not_found', requestId: ids.uuid() });
  });
  app.use(afterFailure(logger, ids));
  return app;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Routes by Express path. Paths with fewer parameters come first: `/sessions/current` is not a `/sessions/{sessionId}`. */
function byPath(routes: readonly Route[]): [path: string, methods: Map<Method, Route>][] {
  const paths = new Map<string, Map<Method, Route>>();
  for (const route of routes) {
    const { endpoint } = route;
    const path = fullPathOf(endpoint).replaceAll(/\{(\w+)\}/g, ':$1');
    const methods = paths.get(path) ?? new Map<Method, Route>();
    const method = endpoint.method.toLowerCase() as Method;
    if (methods.has(method)) throw new Error(`${endpoint.name}: ${endpoint.method} ${path} is mounted already`);
    paths.set(path, methods.set(method, route));
  }
  const parameters = (path: string) => path.split(':').length;
  return [...paths].sort(([a], [b]) => parameters(a) - parameters(b));
}

function assertMountable(endpoint: EndpointContract, { service, idempotency }: ServiceAppSettings): void {
  if (endpoint.service !== service)
    throw new Error(`${endpoint.name} belongs to ${endpoint.service}, not to ${service}`);
  if (endpoint.idempotent && !idempotency)
    throw new Error(`${endpoint.name} honours Idempotency-Key: give \`idempotency\``);
}

/** What fails outside of any endpoint: a broken escape in the path, or a fault in health and open documents. */
function afterFailure(logger: Logger, ids: Ids): ErrorRequestHandler {
  return (error: unknown, _req, res, _next) => {
    const requestId = ids.uuid();
    const isCallersFault =
      error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400);
    if (!isCallersFault) logger.error({ requestId, err: error }, 'a request failed outside of its endpoint');
    sendProblem(res, { code: isCallersFault ? 'gateway.malformed_request' : 'gateway.internal_error', requestId });
  };
}
