import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dataLayout } from '../boot/data-layout.mjs';
import { prepareBacking } from './backing.js';
import { createTopics } from './kafka-topics.js';
import { migrateSchemas } from './migrate-schemas.js';
import { writePlatformDescription } from './platform-description.js';
import { oneAtATime } from './ports.js';
import { repositoryRoot } from './repository-root.js';
import { RunningPlatform } from './running-platform.js';
import { SchemaAdmin } from './schema-admin.js';
import { serviceEnvironments } from './service-environments.js';
import { chooseServicePorts } from './service-ports.js';
import { type ServiceEntry, serviceTable } from './services.js';
import type { OnDeath } from './supervised-process.js';
import { together } from './together.js';
import { Unwinding } from './unwinding.js';

export interface PlatformOptions {
  /** Everything that the platform keeps: data, keys, logs, ports. */
  readonly dataDir: string;
  /** A server to share; without it one of its own is started. See `prefix`. */
  readonly databaseUrl?: string | undefined;
  /** Brokers to use. Topics have fixed names, so two platforms can never share brokers. */
  readonly kafkaBrokers?: string | undefined;
  /** Begins each schema's name (default `genkan`): platforms that share a database server each need their own. */
  readonly prefix?: string;
  /** Prefer the ports of the table, which people know by heart, to any free ones. Default true. */
  readonly usesPreferredPorts?: boolean;
  /** Set in the environment of every service, over the table's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the table of `services.ts`. */
  readonly services?: readonly ServiceEntry[];
  /** Where the services' folders are; default: this checkout. */
  readonly root?: string;
  readonly out?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Called when a process ends that nobody asked to end. */
  readonly onDeath?: OnDeath | undefined;
}

/** Finds or starts the backing services, makes schemas, topics and keys, migrates, and starts every service. */
export async function startPlatform(options: PlatformOptions): Promise<RunningPlatform> {
  const { dataDir, prefix = 'genkan', services = serviceTable, root = repositoryRoot, env: overrides = {} } = options;
  const { databaseUrl, kafkaBrokers, usesPreferredPorts = true, out = () => {}, signal, onDeath } = options;
  const { installPids, portsFile, clockFile, platformFile } = dataLayout(dataDir);
  const unwinding = new Unwinding();
  try {
    out('Starting the database and the broker …');
    const backing = await prepareBacking({ dir: dataDir, databaseUrl, kafkaBrokers, out, signal, onDeath });
    unwinding.add(() => backing.stop());

    out('Migrating the schemas and creating the topics …');
    const admin = new SchemaAdmin(backing.databaseUrl, prefix);
    const topics = services.flatMap((entry) => entry.topic ?? []);
    let databaseUrls: Record<string, string> = {};
    await together<void>(
      [
        async (signal) => {
          databaseUrls = await migrateSchemas({ services, admin, root, pidFolder: installPids, signal });
        },
        (signal) => createTopics(backing.kafkaBrokers, topics, signal),
      ],
      signal,
    );

    out('Starting the services …');
    if (!existsSync(clockFile)) writeFileSync(clockFile, '0\n');
    const platform = await oneAtATime(async () => {
      const ports = await chooseServicePorts(portsFile, services, usesPreferredPorts);
      const environments = serviceEnvironments({ services, dataDir, backing, ports, databaseUrls, overrides });
      const parts = { dataDir, root, services, backing, admin, ports, environments, onDeath, unwinding };
      const platform = new RunningPlatform(parts);
      unwinding.add(() => platform.stopServices());
      await together(
        services.map((entry) => (signal) => platform.startService(entry.name, signal)),
        signal,
      );
      return platform;
    });
    writePlatformDescription(dataDir, platform.description);
    unwinding.add(async () => rmSync(platformFile, { force: true }));
    return platform;
  } catch (error) {
    await unwinding.run();
    throw error;
  }
}
