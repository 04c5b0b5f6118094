import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to the database that can be cut, as when the server is killed, and opened again. */
export async function databaseProxy(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((socket) => {
      const onward = connect(Number(target.port || 3306), target.hostname);
      for (const end of [socket, onward]) {
        sockets.add(end);
        end.on('error', () => {}).on('close', () => sockets.delete(end));
      }
      socket.pipe(onward).pipe(socket);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) }).href,
    /** Resets all connections and refuses new ones. */
    async cut() {
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
      await once(server, 'close');
    },
    async restore() {
      server = await listen(port);
    },
  };
}
