import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A way to a server on this machine that keeps a copy of everything that clients say. */
export async function recordingProxy(targetPort: number) {
  const chunks: Buffer[] = [];
  const server = createServer((client) => {
    const onward = connect(targetPort, '127.0.0.1');
    client.on('data', (chunk) => chunks.push(chunk));
    for (const end of [client, onward]) end.on('error', () => {});
    client.pipe(onward).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** What was said since the last time. */
    said: () => Buffer.concat(chunks.splice(0)),
    close: () => server.close(),
  };
}
