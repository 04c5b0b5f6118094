import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { type Ids, systemIds } from '@genkan/config/ids';
import type { Logger } from '@genkan/observability/logger';
import { PROBLEM_TYPE, problemOf, sendProblem } from './problem-response.js';

export interface ListenSettings {
  /** 0 lets the system choose. */
  readonly port: number;
  /** All addresses unless told. */
  readonly host?: string | undefined;
  readonly logger: Logger;
  readonly ids?: Ids;
  readonly limits?: Partial<typeof LIMITS>;
}

export interface Listening {
  readonly port: number;
  /**
   * Accepts no connection any more, answers new requests on open ones with 503, waits for those under way (at most
   * `drainMs`) and closes everything. Calling it again waits for the same end.
   */
  drain(): Promise<void>;
}

const LIMITS = {
  /** The headers, and the whole request, must have arrived by then. */
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  /** How often those two are looked after. */
  checkEveryMs: 5_000,
  /** Longer than any caller keeps a connection, so that the caller closes first and never writes into a closed one. */
  keepAliveTimeoutMs: 65_000,
  headerBytes: 16_384,
  drainMs: 10_000,
};

/** Opens the port of a process. What is no HTTP, too long or too slow gets a problem too. Rejects when the port is taken. */
export async function listen(app: RequestListener, settings: ListenSettings): Promise<Listening> {
  const { port, host, logger, ids = systemIds } = settings;
  const limits = { ...LIMITS, ...settings.limits };
  const underWay = new Set<ServerResponse>();
  let whenIdle: (() => void) | undefined;
  let draining: Promise<void> | undefined;

  const serve = (req: IncomingMessage, res: ServerResponse): void => {
    if (draining) {
      res.setHeader('connection', 'close');
      sendProblem(res, { code: 'gateway.unavailable', requestId: ids.uuid(), retryAfterSeconds: 1 });
      return;
    }
    underWay.add(res);
    res.once('close', () => {
      underWay.delete(res);
      if (underWay.size === 0) whenIdle?.();
    });
    app(req, res);
  };
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      joinDuplicateHeaders: true,
    },
    serve,
  );
  // Node would drop what comes after the first thousand fields. Their length is limit enough.
  server.maxHeadersCount = 0;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => refuse(socket, error.code, ids));
  server.on('checkExpectation', (_req, res: ServerResponse) =>
    sendProblem(res, { code: 'gateway.malformed_request', requestId: ids.uuid() }),
  );

  await once(server.listen(port, host), 'listening');
  const opened = (server.address() as AddressInfo).port;
  logger.info({ port: opened }, 'listening');

  const drain = async (): Promise<void> => {
    // Not the close of http.Server: that cuts idle connections at once, on which a request may already be travelling.
    NetServer.prototype.close.call(server);
    for (const res of underWay) if (!res.headersSent) res.setHeader('connection', 'close');
    if (underWay.size > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limits.drainMs);
        whenIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (underWay.size > 0) logger.warn({ requests: underWay.size }, 'requests were cut off');
    server.close();
    server.closeAllConnections();
  };
  return {
    port: opened,
    drain: () => {
      draining ??= drain();
      return draining;
    },
  };
}

const CODE_OF_FAULT: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'gateway.headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'gateway.request_timeout',
};

/** Answers what never became a request; there is no response object yet. */
function refuse(socket: Socket, fault: string | undefined, ids: Ids): void {
  if (fault === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf({ code: CODE_OF_FAULT[fault ?? ''] ?? 'gateway.malformed_request', requestId: ids.uuid() });
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
