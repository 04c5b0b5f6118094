import { mkdirSync } from 'node:fs';
import { dataLayout, pidFolders } from '../boot/data-layout.mjs';
import { Problem } from '../boot/problem.mjs';
import { endOrphans } from '../boot/processes.mjs';
import { answersAsBroker, type Kafka, startKafka } from './kafka.js';
import { answersAsDatabase, type MariaDB, startMariaDB } from './maria-db.js';
import { choosePorts } from './ports.js';
import type { OnDeath } from './supervised-process.js';
import { together } from './together.js';
import { Unwinding } from './unwinding.js';

export interface BackingOptions {
  /** The data folder of this platform. */
  readonly dir: string;
  /** A running MySQL or MariaDB, whose user may create schemas and users; without it one is started. */
  readonly databaseUrl?: string | undefined;
  /** Running brokers, comma-separated; without them one is started. */
  readonly kafkaBrokers?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly out?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  readonly onDeath?: OnDeath | undefined;
}

export interface Backing {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  /** Only when it was started here. */
  readonly mariadb: MariaDB | undefined;
  /** Only when it was started here. */
  readonly kafka: Kafka | undefined;
  /** Ends what was started here and nothing else. */
  stop(): Promise<void>;
}

/** Finds or starts the database and the broker. Ends first what an earlier run of the same data folder left behind. */
export async function prepareBacking(options: BackingOptions): Promise<Backing> {
  const { dir, databaseUrl, kafkaBrokers, env = process.env, out = () => {}, signal, onDeath } = options;
  mkdirSync(dir, { recursive: true });
  const layout = dataLayout(dir);
  for (const folder of pidFolders(dir)) await endOrphans(folder);
  const ports = await choosePorts(layout.portsFile, { mariadb: undefined, kafka: undefined, controller: undefined });
  const { mariadb: port, kafka: kafkaPort, controller: controllerPort } = ports;
  const unwinding = new Unwinding();
  let mariadb: MariaDB | undefined;
  let kafka: Kafka | undefined;
  const database = async (signal: AbortSignal) => {
    if (databaseUrl) return await requireDatabase(databaseUrl);
    mariadb = await startMariaDB({ dir: layout.mariadb, port, env, signal, onDeath });
    unwinding.add(() => mariadb?.stop());
    return mariadb.url;
  };
  const broker = async (signal: AbortSignal) => {
    if (kafkaBrokers) return await requireBrokers(kafkaBrokers);
    kafka = await startKafka({ dir: layout.kafka, port: kafkaPort, controllerPort, env, out, signal, onDeath });
    unwinding.add(() => kafka?.stop());
    return kafka.brokers;
  };
  try {
    const [usedDatabase = '', usedBrokers = ''] = await together([database, broker], signal);
    return { databaseUrl: usedDatabase, kafkaBrokers: usedBrokers, mariadb, kafka, stop: () => unwinding.run() };
  } catch (error) {
    await unwinding.run();
    throw error;
  }
}

async function requireDatabase(databaseUrl: string): Promise<string> {
  const remedy = 'start it, or unset DATABASE_URL and `npm start` brings a database of its own.';
  if (!URL.canParse(databaseUrl))
    throw new Problem(`DATABASE_URL is not a URL such as mysql://root@127.0.0.1:3306/: mend it.`);
  if (await answersAsDatabase(databaseUrl)) return databaseUrl;
  throw new Problem(`The database that DATABASE_URL names (${new URL(databaseUrl).host}) lets nobody in: ${remedy}`);
}

async function requireBrokers(kafkaBrokers: string): Promise<string> {
  if (await answersAsBroker(kafkaBrokers)) return kafkaBrokers;
  throw new Problem(
    `The brokers that KAFKA_BROKERS names (${kafkaBrokers}) do not answer: start them, or unset it and one is started here.`,
  );
}
