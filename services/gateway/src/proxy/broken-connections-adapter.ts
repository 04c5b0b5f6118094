import { IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { EdgeRefusal, malformed, methodNotAllowed } from './edge-refusal.js';
import { breakBody } from './read-body.js';
import type { Serve } from './serve.js';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Time for a client to take its answer from a connection that is closed. */
const LINGER_MS = 1_000;

/**
 * Answers, and so records, what breaks HTTP, comes too slowly or asks for a tunnel. Returns what notes the latest exchange of a connection:
 * whether a fault belongs to its body, or to a next request that cannot be read, follows from it.
 */
export function serveBrokenConnections(server: Server, serve: Serve): (exchange: Exchange) => void {
  const latest = new WeakMap<Duplex, Exchange>();
  /** Connections that were given up: what still arrives on them breaks HTTP again. */
  const givenUp = new WeakSet<Duplex>();

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const refusal = parserRefusal(error);
    const exchange = latest.get(socket);
    if (refusal && exchange && !exchange.request.complete && !exchange.response.writableEnded)
      return breakBody(exchange.request, refusal);
    if (givenUp.has(socket)) return;
    givenUp.add(socket);
    // Else the client is gone, nothing was asked, or an answer is on its way, which another one must not break.
    if (refusal && isOver(exchange) && socket instanceof Socket && socket.bytesRead > 0) {
      const unreadable = Object.assign(new IncomingMessage(socket), { method: '', url: '' });
      serveLast(serve, unreadable, refusal);
    } else socket.destroy();
  });
  // Node lets go of the connection, as if it became a tunnel; also of its faults, which nothing else would catch.
  server.on('connect', (request) => {
    const { socket } = request;
    socket.on('error', () => socket.destroy()).resume();
    if (isOver(latest.get(socket))) serveLast(serve, request, methodNotAllowed([]));
    else socket.destroy();
  });
  return (exchange) => void latest.set(exchange.request.socket, exchange);
}

const isOver = (exchange: Exchange | undefined): boolean =>
  !exchange || (exchange.request.complete && exchange.response.writableFinished);

/** Undefined when it is not the request that is wrong: the connection broke. */
function parserRefusal({ code = '' }: NodeJS.ErrnoException): EdgeRefusal | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') return new EdgeRefusal('gateway.headers_too_large');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new EdgeRefusal('gateway.request_timeout');
  return code.startsWith('HPE_') ? malformed('This is not HTTP as the standard has it.') : undefined;
}

/** Refuses what the server itself does not answer, and closes the connection. */
function serveLast(serve: Serve, request: IncomingMessage, refusal: EdgeRefusal): void {
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
  void serve(request, response, refusal);
}
