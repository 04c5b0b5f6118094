import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { serveBrokenConnections } from './broken-connections-adapter.js';
import { isSafe } from './call.js';
import { type EdgeRefusal, malformed } from './edge-refusal.js';
import type { ProxySettings } from './proxy-settings.js';
import { originForm, publicHostOf } from './public-host.js';
import type { Serve } from './serve.js';

/** Longer than the usual 60 s of load balancers, or they would send on connections that are just being closed. */
const KEEP_ALIVE_MS = 65_000;
const LONGEST_HEADERS_BYTES = 16 * 1024;
/** Longer than any call may last. */
const DRAIN_MS = 12_000;
const CLOSE_IDLE_EVERY_MS = 50;
/** What a load balancer asks; it is no call, so it is not recorded. */
const HEALTH: readonly string[] = ['/health/live', '/health/ready'];

/** A part of the service that runs beside its own port. */
export interface PublicServer {
  start(): Promise<void>;
  /** Takes no more connections, answers what has been asked, and cuts off what lasts too long. */
  stop(): Promise<void>;
  /** On which it listens, once it is started: another one than told if that was 0. */
  port(): number;
}

/**
 * The server that clients reach. It is node's own, without a framework: see the ADR on the gateway's hot path. What node
 * would answer by itself (broken requests, unknown expectations) goes through `serve` too, so that it is recorded.
 */
export function createPublicServer(settings: ProxySettings, serve: Serve): PublicServer {
  const { health, clientTimeouts, publicOrigin, host, port } = settings;
  const publicHost = publicHostOf(publicOrigin);
  const server = createServer({
    headersTimeout: clientTimeouts.headersMs,
    requestTimeout: clientTimeouts.requestMs,
    connectionsCheckingInterval: clientTimeouts.checkEveryMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: LONGEST_HEADERS_BYTES,
    insecureHTTPParser: false,
    // Node's answer would not be recorded; `serve` looks for the field.
    requireHostHeader: false,
    // Of a field that came twice node would keep the first and drop the others.
    joinDuplicateHeaders: true,
  });
  // Node would drop what comes after the first thousand fields, and with it whatever we check there. Their length is limit enough.
  server.maxHeadersCount = 0;
  const noteExchange = serveBrokenConnections(server, serve);

  const listener = (request: IncomingMessage, response: ServerResponse, unreadable?: EdgeRefusal) => {
    noteExchange({ request, response });
    if (!server.listening) response.shouldKeepAlive = false;
    const path = originForm(request.url ?? '', publicHost);
    if (path === undefined)
      return void serve(request, response, unreadable ?? malformed('The request target is of another host.'));
    // Programs alone send the absolute form: they have no origin that a redirect could mend.
    if (path !== request.url && publicHost.isOtherName(request.headers.host ?? ''))
      request.headers.host = publicHost.name;
    request.url = path;
    if (isSafe(request.method ?? '') && HEALTH.includes(request.url ?? '')) health(request, response);
    else void serve(request, response, unreadable);
  };
  server.on('request', (request, response) => listener(request, response));
  server.on('checkContinue', (request, response) => listener(request, response));
  server.on('checkExpectation', (request, response) =>
    listener(request, response, malformed('Only 100-continue is expected.')),
  );

  return {
    async start() {
      server.listen(port, host);
      await once(server, 'listening');
    },
    port: () => (server.address() as AddressInfo).port,
    async stop() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      const endMs = performance.now() + DRAIN_MS;
      // Connections that were busy become idle one by one.
      for (let isClosed = false; !isClosed; ) {
        if (performance.now() < endMs) server.closeIdleConnections();
        else server.closeAllConnections();
        isClosed = await Promise.race([closed.then(() => true), pause(CLOSE_IDLE_EVERY_MS, false)]);
      }
    },
  };
}
