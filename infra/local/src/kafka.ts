import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKafka } from '@genkan/kafka-client/create-kafka';
import { kafkaClassPath } from '../boot/kafka-jars.mjs';
import { Problem } from '../boot/problem.mjs';
import { endOrphans, runToEnd } from '../boot/processes.mjs';
import { java, requireProgram } from '../boot/programs.mjs';
import { freePort } from './ports.js';
import { type OnDeath, SupervisedProcess } from './supervised-process.js';

export interface KafkaOptions {
  /** Data, configuration, log and pid file; made when missing. */
  readonly dir: string;
  readonly port?: number;
  readonly controllerPort?: number;
  /** Lines of server.properties that count over its own. */
  readonly properties?: string;
  /** More options of `kafka-storage format`, such as `--add-scram=…`. */
  readonly formatArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly out?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  readonly onDeath?: OnDeath | undefined;
}

/** A broker of its own. `restart` keeps port and data; after SIGKILL it takes some 4.5 s, until the broker's old session ends. */
export type Kafka = SupervisedProcess & { readonly brokers: string };

/** Starts one Apache Kafka (broker and controller in one process) on the loopback, with the data in `dir`. */
export async function startKafka(options: KafkaOptions): Promise<Kafka> {
  const { dir, properties = '', formatArgs = [], out = () => {}, signal, onDeath } = options;
  // Java reads the bytes of a path in the locale's encoding, and without a locale it reads no Hangul.
  const env = { ...(options.env ?? process.env), LC_ALL: 'C.UTF-8' };
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const pidFolder = join(dir, 'run');
  await endOrphans(pidFolder);
  const port = options.port ?? (await freePort());
  const controllerPort = options.controllerPort ?? (await freePort([], [port]));
  const command = requireProgram(java, env);
  const classPath = await kafkaClassPath({ env, pidFolder, out, signal });
  writeFileSync(join(dir, 'server.properties'), serverProperties(port, controllerPort) + properties);
  if (!existsSync(join(dir, 'formatted'))) {
    await format({ dir, command, classPath, formatArgs, env, pidFolder, signal });
    writeFileSync(join(dir, 'formatted'), '');
  }
  const brokers = `127.0.0.1:${port}`;
  const broker = await SupervisedProcess.start({
    name: 'kafka',
    command,
    args: ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-cp', classPath, 'kafka.Kafka', 'server.properties'],
    cwd: dir,
    env,
    pidFolder,
    logFile: join(dir, 'kafka.log'),
    isReady: () => answersAsBroker(brokers),
    readyTimeoutMs: 60_000,
    signal,
    onDeath,
  });
  return Object.assign(broker, { brokers });
}

/** Relative paths, because some characters of a checkout's path would mean something in this file. */
function serverProperties(port: number, controllerPort: number): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
log.dirs=data
auto.create.topics.enable=false
offsets.topic.num.partitions=8
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
group.initial.rebalance.delay.ms=0
# Tests let a killed consumer be noticed after 1.5 s.
group.min.session.timeout.ms=1000
# After SIGKILL a broker waits until its own old session has ended.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
`;
}

interface FormatOptions {
  readonly dir: string;
  readonly command: string;
  readonly classPath: string;
  readonly formatArgs: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly pidFolder: string;
  readonly signal: AbortSignal | undefined;
}

async function format({ dir, command, classPath, formatArgs, env, pidFolder, signal }: FormatOptions): Promise<void> {
  const clusterId = randomBytes(16).toString('base64url');
  const tool = ['-cp', classPath, 'kafka.tools.StorageTool', 'format', '--ignore-formatted'];
  const { code, output } = await runToEnd({
    name: 'kafka storage format',
    command,
    // With `=`, because one id in 64 begins with a dash.
    args: [...tool, `--cluster-id=${clusterId}`, '-c', 'server.properties', ...formatArgs],
    cwd: dir,
    env,
    pidFolder,
    timeoutMs: 60_000,
    signal,
  });
  if (code === 0) return;
  const isJavaTooOld = output.includes('UnsupportedClassVersionError');
  throw new Problem(
    isJavaTooOld
      ? `Apache Kafka needs Java 17 or newer and ${command} is older: put a newer one on the path, or set KAFKA_BROKERS.`
      : 'Apache Kafka could not prepare its data folder: see below.',
    output.split('\n').slice(-10).join('\n'),
  );
}

/** True once the broker itself is listed, which is after it has been let in. */
export async function answersAsBroker(brokers: string): Promise<boolean> {
  const settings = { connectionTimeout: 1_000, requestTimeout: 3_000, retry: { retries: 0 } };
  const admin = createKafka({ brokers: brokers.split(','), ...settings }).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}
