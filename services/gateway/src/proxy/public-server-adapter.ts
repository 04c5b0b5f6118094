import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { serveBrokenConnections } from './broken-connections-adapter.js';
import { Refused } from './refused.js';
import { originForm, publicHostOf } from './request-target.js';
import { isSafe } from './safe-methods.js';
import type { Serve } from './serve.js';

/** How long a client may take to say what it wants. */
export interface Patience {
  readonly headersMs: number;
  /** Headers and body. */
  readonly requestMs: number;
  /** How often both are looked after. */
  readonly checkEveryMs: number;
}

export const usualPatience: Patience = { headersMs: 10_000, requestMs: 15_000, checkEveryMs: 1_000 };

/** Longer than the usual 60 s of load balancers, or they would send on connections that are just being closed. */
const KEEP_ALIVE_MS = 65_000;
const LONGEST_HEADERS_BYTES = 16 * 1024;
/** Longer than any call may last. */
const DRAIN_MS = 12_000;
const CLOSE_IDLE_EVERY_MS = 50;
/** What a load balancer asks; it is no call, so nobody records it. */
const HEALTH: readonly string[] = ['/health/live', '/health/ready'];

export interface PublicServer {
  /** Returns the port, which is another one if `port` is 0. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more connections, answers what has been asked, and cuts off what lasts too long. */
  close(): Promise<void>;
}

const otherHost = () => new Refused('gateway.malformed_request', { detail: 'The request target is of another host.' });

export interface PublicServerSettings {
  readonly serve: Serve;
  readonly health: RequestListener;
  readonly patience: Patience;
  readonly publicOrigin: string;
}

/**
 * The server that clients reach. It is node's own, without a framework: see the ADR on the gateway's hot path. What node
 * would answer by itself (broken requests, unknown expectations) goes through `serve` too, so that it is recorded.
 */
export function createPublicServer({ serve, health, patience, publicOrigin }: PublicServerSettings): PublicServer {
  const publicHost = publicHostOf(publicOrigin);
  const server = createServer({
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    connectionsCheckingInterval: patience.checkEveryMs,
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

  const listener = (request: IncomingMessage, response: ServerResponse, unreadable?: Refused) => {
    noteExchange({ request, response });
    if (!server.listening) response.shouldKeepAlive = false;
    const path = originForm(request.url ?? '', publicHost);
    if (path === undefined) return void serve(request, response, unreadable ?? otherHost());
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
    listener(request, response, new Refused('gateway.malformed_request', { detail: 'Only 100-continue is expected.' })),
  );

  return {
    async listen(port, host) {
      server.listen(port, host);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    async close() {
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
