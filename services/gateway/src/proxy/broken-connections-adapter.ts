import { IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { breakBody } from './read-body.js';
import { Refused } from './refused.js';
import type { Serve } from './serve.js';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Time for a client to take its answer from a connection that is closed. */
const LINGER_MS = 1_000;

/**
 * Answers, and so records, what breaks HTTP, comes too slowly or asks for a tunnel. Returns what notes the latest exchange of a connection:
 * whether a fault belongs to its body, or to a next request that nobody could read, follows from it.
 */
export function serveBrokenConnections(server: Server, serve: Serve): (exchange: Exchange) => void {
  const latest = new WeakMap<Duplex, Exchange>();
  /** Connections that were given up: what still arrives on them breaks HTTP again. */
  const givenUp = new WeakSet<Duplex>();

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const refused = refusalOf(error);
    const exchange = latest.get(socket);
    if (refused && exchange && !exchange.request.complete && !exchange.response.writableEnded)
      return breakBody(exchange.request, refused);
    if (givenUp.has(socket)) return;
    givenUp.add(socket);
    // Else nobody is there, nothing was asked, or an answer is on its way, which another one must not break.
    if (refused && isOver(exchange) && socket instanceof Socket && socket.bytesRead > 0) {
      const unreadable = Object.assign(new IncomingMessage(socket), { method: '', url: '' });
      serveLast(serve, unreadable, refused);
    } else socket.destroy();
  });
  // Node lets go of the connection, as if it became a tunnel; also of its faults, which nobody else would catch.
  server.on('connect', (request) => {
    const { socket } = request;
    socket.on('error', () => socket.destroy()).resume();
    if (isOver(latest.get(socket))) serveLast(serve, request, new Refused('gateway.method_not_allowed', { allow: [] }));
    else socket.destroy();
  });
  return (exchange) => void latest.set(exchange.request.socket, exchange);
}

const isOver = (exchange: Exchange | undefined): boolean =>
  !exchange || (exchange.request.complete && exchange.response.writableFinished);

/** Undefined when it is not the request that is wrong: the connection broke. */
function refusalOf({ code = '' }: NodeJS.ErrnoException): Refused | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') return new Refused('gateway.headers_too_large');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Refused('gateway.request_timeout');
  if (!code.startsWith('HPE_')) return undefined;
  return new Refused('gateway.malformed_request', { detail: 'This is not HTTP as the standard has it.' });
}

/** Refuses what the server itself does not answer, and closes the connection. */
function serveLast(serve: Serve, request: IncomingMessage, refused: Refused): void {
  const { socket } = request;
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
