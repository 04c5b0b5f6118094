import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { type MariaDB, startMariaDB } from '../src/maria-db.js';
import { SchemaAdmin } from '../src/schema-admin.js';
import { temporaryFolder } from './temporary-folder.js';

const dir = join(temporaryFolder(), 'mariadb');
let mariadb: MariaDB;
const query = async (sql: string) => {
  const connection = await createConnection(mariadb.url);
  await connection.query(sql);
  await connection.end();
};

beforeAll(async () => {
  mariadb = await startMariaDB({ dir });
}, 120_000);
afterAll(() => mariadb.stop());

it('names the account without a name that takes the place of a new user', async () => {
  const admin = new SchemaAdmin(mariadb.url, 'genkan');
  await admin.create('audit');
  await query("CREATE USER ''@'127.0.0.1'");
  await expect(admin.create('audit')).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringMatching(
      /does not let its new user genkan_audit_owner in.* without a name.*DROP USER ''@'<host>'/,
    ),
    details: expect.stringContaining('Access denied'),
  });
  await query("DROP USER ''@'127.0.0.1'");
  await admin.create('audit');
});
