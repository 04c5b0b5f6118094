import { once } from 'node:events';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { breakBody } from './read-body.js';
import { Refused } from './refused.js';
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
const LINGER_MS = 1_000;

export interface PublicServer {
  /** Returns the port, which is another one if `port` is 0. */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more connections, answers what has been asked, and cuts off what lasts too long. */
  close(): Promise<void>;
}

/**
 * The server that clients reach. It is node's own, without a framework: see the ADR on the gateway's hot path. What node
 * would answer by itself (broken requests, unknown expectations) goes through `serve` too, so that it is recorded.
 */
export function createPublicServer(serve: Serve, patience: Patience): PublicServer {
  /** The request that a connection is busy with. */
  const current = new WeakMap<Duplex, IncomingMessage>();
  /** Connections that were given up: what still arrives on them breaks HTTP again. */
  const givenUp = new WeakSet<Duplex>();

  const listener = (request: IncomingMessage, response: ServerResponse, unreadable?: Refused) => {
    current.set(request.socket, request);
    response.once('close', () => current.delete(request.socket));
    if (!server.listening) response.shouldKeepAlive = false;
    void serve(request, response, unreadable);
  };

  const server = createServer({
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    connectionsCheckingInterval: patience.checkEveryMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: LONGEST_HEADERS_BYTES,
    insecureHTTPParser: false,
    // Its answer would not be recorded; `serve` looks for the field.
    requireHostHeader: false,
  });
  server.on('request', (request, response) => listener(request, response));
  server.on('checkContinue', (request, response) => listener(request, response));
  server.on('checkExpectation', (request, response) => listener(request, response, malformed('Expect')));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const refused = refusalOf(error);
    const request = current.get(socket);
    if (refused && request && !request.complete) return breakBody(request, refused);
    if (givenUp.has(socket)) return;
    givenUp.add(socket);
    // Nobody is there, nothing was asked, or an earlier answer is on its way, which another one must not break.
    if (!refused || request || !(socket instanceof Socket) || socket.bytesRead === 0) socket.destroy();
    else serveUnreadable(serve, socket, refused);
  });

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
      const patience = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(patience);
    },
  };
}

const malformed = (what: string) => new Refused('gateway.malformed_request', { detail: what });

/** Undefined when it is not the request that is wrong: the connection broke. */
function refusalOf({ code = '' }: NodeJS.ErrnoException): Refused | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') return new Refused('gateway.headers_too_large');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Refused('gateway.request_timeout');
  return code.startsWith('HPE_') ? malformed('This is not HTTP as the standard has it.') : undefined;
}

/** Answers on a connection where no request could be read, and closes it. */
function serveUnreadable(serve: Serve, socket: Socket, refused: Refused): void {
  const request = Object.assign(new IncomingMessage(socket), { method: '', url: '' });
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => {
    response.detachSocket(socket);
    // Closed at once, what the client still sends would make the system take the answer away from it.
    socket.end();
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  });
  void serve(request, response, refused);
}
