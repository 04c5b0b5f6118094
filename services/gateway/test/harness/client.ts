import { once } from 'node:events';
import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request as send } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. */
  readonly body: Record<string, unknown>;
  /** Cookies that it set, by name, with the whole line. */
  readonly cookies: Readonly<Record<string, string>>;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

/** One HTTP call with exactly these fields; a body is JSON unless told. */
export async function call(origin: string, path: string, { method = 'GET', headers = {}, body, agent }: Sent = {}) {
  const type =
    body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const fields = Object.entries({ ...type, ...headers }).filter(([, value]) => value !== undefined);
  const request = send(origin, { path, method, headers: Object.fromEntries(fields), agent: agent ?? false });
  request.end(body);
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return reply(response.statusCode, response.headers, text);
}

function reply(status: number, headers: IncomingHttpHeaders, text: string): Reply {
  const lines = headers['set-cookie'] ?? [];
  return {
    status,
    headers,
    text,
    body: text && headers['content-type']?.includes('json') ? JSON.parse(text) : {},
    cookies: Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line])),
  };
}

/** Bytes to the gateway's port, and what comes back until it closes the connection. */
export function rawConnection(origin: string): { socket: Socket; received: () => string; closed: Promise<unknown> } {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  return { socket, received: () => Buffer.concat(chunks).toString('latin1'), closed: once(socket, 'close') };
}
