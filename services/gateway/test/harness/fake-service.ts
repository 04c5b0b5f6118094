import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it arrived at a service. */
export interface Arrival {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type Behaviour = (arrival: Arrival, response: ServerResponse) => void | Promise<void>;

/** A real HTTP server that stands in for a service: it notes what arrives, and behaves as told. */
export interface FakeService {
  readonly origin: string;
  readonly arrivals: Arrival[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

export async function startFakeService(initial: Behaviour): Promise<FakeService> {
  let behaviour = initial;
  const arrivals: Arrival[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const arrival = { method, url, headers, body: Buffer.concat(chunks) };
    arrivals.push(arrival);
    await behaviour(arrival, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    behave: (next) => {
      behaviour = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Something that happens once, and who waits for it. */
function moment() {
  let happen: () => void = () => undefined;
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { happen, happened };
}

/** Behaves so, but not before `release`; `asked` when the first call is there. */
export function heldBack(behaviour: Behaviour) {
  const [arrival, release] = [moment(), moment()];
  return {
    asked: arrival.happened,
    release: release.happen,
    behaviour: async (...call: Parameters<Behaviour>): Promise<void> => {
      arrival.happen();
      await release.happened;
      await behaviour(...call);
    },
  };
}

/** Answers with JSON, as a service does. */
export const answers =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (_, response) => {
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    const text = body === undefined ? '' : JSON.stringify(body);
    response.writeHead(status, { ...(text && { 'content-type': type }), ...headers }).end(text);
  };

export const problemBody = (status: number, code: string) => ({
  type: `urn:genkan:problem:${code}`,
  title: 'No',
  status,
  code,
  requestId: '0',
});
