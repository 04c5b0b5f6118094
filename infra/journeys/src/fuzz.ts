import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalog } from '@genkan/contracts/catalog';
import { startPlatform } from '@genkan/local/platform';
import { unlimited } from '@genkan/local/unlimited';
import { Client } from './client.js';
import { endsTheCaller } from './ends-the-caller.js';
import { Inbox } from './inbox.js';
import { newPerson, signIn, signUp } from './individual.js';
import { sendOddTexts } from './odd-texts.js';

/** Pinned, so that a run tells of our change and not of theirs. */
const SCHEMATHESIS = 'schemathesis==4.32.5';
const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';
const dataFolder = fileURLToPath(new URL('../../../../.genkan', import.meta.url));
const folder = join(dataFolder, 'fuzz');
/**
 * `npm run fuzz [seconds per caller]`: a property-based fuzz of the OpenAPI document against a platform of its own, as anonymous, as a
 * draft and as a member, after the texts that it seldom draws. Exit code 0 only without a server error or an answer that the document does not foresee.
 */
async function fuzz(seconds: number): Promise<boolean> {
  const schemathesis = await install();
  const dataDir = mkdtempSync(join(tmpdir(), 'genkan-fuzz-'));
  const platform = await startPlatform({
    dataDir,
    usesPreferredPorts: false,
    env: { ...unlimited, DRAFTS_PER_HOUR: '1000000' },
    out: console.log,
  });
  try {
    const { publicUrl, sandboxUrl } = platform.description;
    const callers = await makeCallers(publicUrl, new Inbox(sandboxUrl));
    let isClean = true;
    for (const [name, client] of callers) {
      console.log(`\n── as ${name} ──`);
      const wrong = await sendOddTexts(client, name);
      for (const line of wrong) console.log(`✗ ${line}`);
      isClean = wrong.length === 0 && isClean;
      isClean = (await run(schemathesis, fuzzArguments(publicUrl, client, seconds))) === 0 && isClean;
    }
    return isClean;
  } finally {
    await platform.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function makeCallers(publicUrl: string, inbox: Inbox) {
  const [anonymous, draft, member] = [new Client(publicUrl), new Client(publicUrl), new Client(publicUrl)];
  await draft.expect(201, 'POST', '/registrations', { body: { country: 'KR', type: 'individual', language: 'en' } });
  const person = newPerson();
  await signUp(member, inbox, person);
  await signIn(member, person);
  return [
    ['anonymous', anonymous],
    ['draft', draft],
    ['member', member],
  ] as const;
}

function fuzzArguments(publicUrl: string, client: Client, seconds: number): string[] {
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const headers = cookie ? ['-H', `Cookie: ${cookie}`, '-H', `x-csrf-token: ${client.cookies.get('__Host-csrf')}`] : [];
  // Signing out would end the fuzz of what is behind the door.
  const kept = catalog.endpoints
    .filter((endpoint) => endsTheCaller(endpoint) && endpoint.invalidates.includes('session'))
    .flatMap(({ name }) => ['--exclude-operation-id', name]);
  const phases = ['--phases', 'examples,coverage,fuzzing', '--max-time', String(seconds)];
  return [
    'run',
    `${publicUrl}/api/openapi.json`,
    '-u',
    `${publicUrl}/api/v1`,
    '-c',
    CHECKS,
    '--continue-on-failure',
    ...phases,
    ...kept,
    ...headers,
  ];
}

/** Schemathesis in a virtual environment under the data folder, once. Returns its program. */
async function install(): Promise<string> {
  const program = join(folder, 'bin', 'schemathesis');
  if (existsSync(program)) return program;
  mkdirSync(dataFolder, { recursive: true });
  if ((await run('python3', ['-m', 'venv', folder])) !== 0) {
    throw new Error('Python 3 with its venv module is needed (Debian: python3-venv).');
  }
  if ((await run(join(folder, 'bin', 'pip'), ['install', '--quiet', SCHEMATHESIS])) !== 0) {
    throw new Error(`pip could not install ${SCHEMATHESIS}: see above.`);
  }
  return program;
}

const run = (program: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve) => {
    // Schemathesis leaves its notes where it runs.
    const child = spawn(program, args, { cwd: dataFolder, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });

process.exitCode = (await fuzz(Number(process.argv[2] ?? 60))) ? 0 : 1;
