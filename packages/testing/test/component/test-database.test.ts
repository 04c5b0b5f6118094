import { migration } from '@genkan/persistence/migration';
import { describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { createTestDatabase } from '../../src/test-database.js';

const createNotes = migration('CreateNotes', 1_772_000_000_000, 'CREATE TABLE notes (id INT PRIMARY KEY)');
const impossible = migration('Impossible', 1_772_000_000_001, 'INSERT INTO missing VALUES (1)');

const testSchemas = async () => {
  const connection = await createConnection(process.env.DATABASE_URL ?? '');
  const [rows] = await connection.query("SHOW DATABASES LIKE 'test\\_%'");
  await connection.end();
  return JSON.stringify(rows);
};

describe('createTestDatabase', () => {
  it('makes a migrated schema of its own, and drops it', async () => {
    const [one, two] = await Promise.all([
      createTestDatabase({ entities: [], migrations: [createNotes] }),
      createTestDatabase({ entities: [], migrations: [createNotes] }),
    ]);
    await one.dataSource.query('INSERT INTO notes VALUES (1)');
    expect(await two.dataSource.query('SELECT id FROM notes')).toEqual([]);
    const schemas = [one, two].map(({ url }) => new URL(url).pathname.slice(1));
    await Promise.all([one.drop(), two.drop()]);
    const left = await testSchemas();
    for (const schema of schemas) expect(left).not.toContain(schema);
  });

  it('leaves no schema behind when a migration fails', async () => {
    const attempt = createTestDatabase({ entities: [], migrations: [impossible] });
    const message = await attempt.then(
      () => '',
      (error: Error) => error.message,
    );
    const schema = /(test_\w+)\.missing/.exec(message)?.[1];
    expect(schema).toBeDefined();
    expect(await testSchemas()).not.toContain(schema);
  });

  it('says what to do when there is no database', async () => {
    const url = process.env.DATABASE_URL;
    delete process.env.DATABASE_URL;
    try {
      await expect(createTestDatabase({ entities: [], migrations: [] })).rejects.toThrow('run npm test');
    } finally {
      process.env.DATABASE_URL = url;
    }
  });
});
