import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { systemCtx } from '@genkan/call/system-ctx';
import { clockFromEnv } from '@genkan/config/clock';
import { systemIds } from '@genkan/config/ids';
import { loadConfig } from '@genkan/config/load-config';
import { systemActor } from '@genkan/contracts/call-context';
import { createPasswordHasher } from '@genkan/credentials/password-hasher';
import { createPasswordPolicy } from '@genkan/credentials/password-policy';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createTransact } from '@genkan/messaging/transact';
import { createDataSource } from '@genkan/persistence/data-source';
import { environment } from './config.js';
import { createAddOperator } from './operators/add-operator.js';
import { mysqlOperatorRepository } from './operators/operator-repository.js';
import { createProtection } from './protection.js';
import { entities, migrations } from './schema.js';

const USAGE = `Usage: npm run operator:create -- --login-id ops@example.com
The password comes from OPERATOR_PASSWORD or from standard input, so that no list of processes shows it.`;

/** The member's rule, but as long as a password manager likes. */
const LONGEST_PASSWORD = 128;

async function main(): Promise<void> {
  const loginId = readLoginId();
  const variables = environment.pick({ DATABASE_URL: true, LOOKUP_KEY: true, SEALING_KEY: true });
  const config = loadConfig(variables, process.env);
  const password = process.env.OPERATOR_PASSWORD ?? (await passwordFromInput());

  const protection = createProtection({ sealKey: config.SEALING_KEY.bytes(), indexKey: config.LOOKUP_KEY.bytes() });
  const url = config.DATABASE_URL.reveal();
  const dataSource = await createDataSource({ url, entities, migrations, poolSize: 1 });
  try {
    const addOperator = createAddOperator({
      // The running service's relay publishes the event.
      transact: createTransact({ dataSource, outbox: createOutboxWriter({ service: 'identity', ids: systemIds }) }),
      operators: mysqlOperatorRepository(protection),
      passwordPolicy: createPasswordPolicy({ maxLength: LONGEST_PASSWORD }),
      hasher: createPasswordHasher(),
      ids: systemIds,
    });
    const actor = { ...systemActor, type: 'operator' as const, id: userInfo().username.slice(0, 64) };
    const ctx = { ...systemCtx({ clock: clockFromEnv(process.env), ids: systemIds }), actor };
    const { id } = await addOperator(ctx, { loginId, password });
    console.log(`Operator ${loginId} was created (${id}). Sign in at POST /api/v1/operator-sessions.`);
  } finally {
    await dataSource.destroy();
  }
}

function readLoginId(): string {
  try {
    const { 'login-id': loginId } = parseArgs({ options: { 'login-id': { type: 'string' } } }).values;
    if (loginId) return loginId;
  } catch {
    // What was typed may be a password, so it is not repeated.
  }
  throw new Error(USAGE);
}

/** The first line of standard input; at a terminal nothing of it is shown. */
async function passwordFromInput(): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) return (await text(stdin)).split(/\r?\n/, 1)[0] ?? '';
  stderr.write('Password: ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  const password = await lines.question('');
  lines.close();
  stderr.write('\n');
  return password;
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
