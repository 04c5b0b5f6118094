import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pidFolders } from '../boot/data-layout.mjs';
import { endOrphans } from '../boot/processes.mjs';
import { type BackingOptions, prepareBacking } from './backing.js';
import { answersAsBroker } from './kafka.js';
import { answersAsDatabase } from './maria-db.js';

/** What tests are told. */
export interface TestServers {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  stop(): Promise<void>;
}

/** Fresh servers; with `keeps` those of the last run that kept them, if they still answer, and `stop` leaves them running. */
export async function startTestServers(options: BackingOptions, keeps: boolean): Promise<TestServers> {
  const file = join(options.dir, 'kept.json');
  const kept = keeps ? await keptServers(file) : undefined;
  if (kept !== undefined) return { ...kept, stop: async () => {} };
  for (const folder of pidFolders(options.dir)) await endOrphans(folder);
  rmSync(options.dir, { recursive: true, force: true });
  const backing = await prepareBacking(options);
  if (!keeps) return backing;
  const { databaseUrl, kafkaBrokers, mariadb, kafka } = backing;
  for (const server of [mariadb, kafka]) server?.release();
  writeFileSync(file, JSON.stringify({ databaseUrl, kafkaBrokers }), { mode: 0o600 });
  return { databaseUrl, kafkaBrokers, stop: async () => {} };
}

async function keptServers(file: string): Promise<Omit<TestServers, 'stop'> | undefined> {
  try {
    const { databaseUrl, kafkaBrokers } = JSON.parse(readFileSync(file, 'utf8'));
    const answers = await Promise.all([answersAsDatabase(databaseUrl), answersAsBroker(kafkaBrokers)]);
    return answers.includes(false) ? undefined : { databaseUrl, kafkaBrokers };
  } catch {
    return undefined;
  }
}
