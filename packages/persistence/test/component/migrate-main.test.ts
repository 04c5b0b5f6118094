import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

let database: ScratchDatabase;
beforeAll(async () => {
  database = await scratchDatabase();
});
afterAll(() => database.drop());

async function migrateProcess(env: Record<string, string>) {
  const script = fileURLToPath(new URL('../fixtures/migrate-process.js', import.meta.url));
  const child = spawn(process.execPath, [script], { env });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [exitCode] = await once(child, 'close');
  return { exitCode, output: (await output).join('') };
}

describe('migrateMain', () => {
  it('migrates with a line of progress each, and finds the database up to date', async () => {
    const { exitCode, output } = await migrateProcess({ DATABASE_URL: database.url });
    expect(output).toContain('"migration":"CreateScheduledRuns1772000000000"');
    expect(output).toContain('"done":1,"of":1');
    expect(output).toContain('database is up to date');
    expect(exitCode).toBe(0);
  });

  it('fails when the database differs from the EntitySchemas, and says where', async () => {
    await database.rows(`ALTER TABLE ${database.schema}.scheduled_runs ADD COLUMN extra INT NULL`);
    const { exitCode, output } = await migrateProcess({ DATABASE_URL: database.url });
    expect(output).toContain('DROP COLUMN `extra`');
    expect(exitCode).toBe(1);
  });

  it('fails without a database, and does not print the password', async () => {
    const { exitCode, output } = await migrateProcess({ DATABASE_URL: 'mysql://root:s3cret@127.0.0.1:1/sample' });
    expect(output).toMatch(/"msg":"migration failed"/);
    expect(output).toContain('ECONNREFUSED');
    expect(output).not.toContain('s3cret');
    expect(exitCode).toBe(1);
  });

  it('says which variable is missing', async () => {
    const { exitCode, output } = await migrateProcess({});
    expect(output).toContain('DATABASE_URL: is missing');
    expect(exitCode).toBe(1);
  });
});
