import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A service as small as can be: answers `/health/ready`, shows what it was told at `/`, reads its database at `/names`. */
const main = `
import { createServer } from 'node:http';
import { createConnection } from 'mysql2/promise';

const answers = {
  '/health/ready': () => 'ready',
  '/': () => JSON.stringify(process.env),
  '/names': async () => {
    const connection = await createConnection(process.env.DATABASE_URL);
    try {
      await connection.query("INSERT INTO names VALUES ('" + process.pid + "')");
      return JSON.stringify((await connection.query('SELECT name FROM names'))[0].map((row) => row.name));
    } finally {
      await connection.end();
    }
  },
  '/delete': async () => {
    const connection = await createConnection(process.env.DATABASE_URL);
    try {
      await connection.query('DELETE FROM names');
      return 'deleted';
    } catch (error) {
      return error.code;
    } finally {
      await connection.end();
    }
  },
};
for (const port of [process.env.PORT, process.env.INTERNAL_PORT].filter(Boolean)) {
  createServer(async (request, response) => response.end(await answers[request.url]())).listen(port, process.env.HOST);
}
console.log('listening');
process.on('SIGTERM', () => process.exit(0));
`;

const migrate = `
import { createConnection } from 'mysql2/promise';

const connection = await createConnection(process.env.DATABASE_URL);
await connection.query('CREATE TABLE IF NOT EXISTS names (name VARCHAR(50) NOT NULL)');
await connection.end();
`;

/** Writes the compiled files of such a service below a root whose node_modules has mysql2. Gives the service's folder. */
export function writeFixtureService(
  root: string,
  folder: string,
  files: Readonly<Record<string, string>> = {},
): string {
  const output = join(root, folder, 'dist', 'src');
  mkdirSync(output, { recursive: true });
  writeFileSync(join(root, folder, 'package.json'), JSON.stringify({ name: folder, type: 'module' }));
  const all = { 'dist/src/main.js': main, 'dist/src/migrate.js': migrate, ...files };
  for (const [path, content] of Object.entries(all)) writeFileSync(join(root, folder, path), content);
  return folder;
}
