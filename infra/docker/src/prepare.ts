import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentKeys } from '@genkan/local/development-keys';
import { createTopics } from '@genkan/local/kafka-topics';
import { migrateSchemas } from '@genkan/local/migrate-schemas';
import { writePlatformDescription } from '@genkan/local/platform-description';
import { repositoryRoot } from '@genkan/local/repository-root';
import { SchemaAdmin } from '@genkan/local/schema-admin';
import { type ServiceEntry, serviceTable } from '@genkan/local/services';
import { together } from '@genkan/local/together';
import { ensurePassword } from './ensure-password.js';
import { serviceSettings, urlsIn } from './service-settings.js';
import { writeSettingsFile } from './settings-file.js';

export interface PrepareOptions {
  /** A user that may create schemas and users; without a password one is drawn, and set when the user has none. */
  readonly databaseUrl: string;
  /** Comma-separated. */
  readonly kafkaBrokers: string;
  /** The gateway, as a browser sees it. */
  readonly publicUrl: string;
  /** `<folder of a service>/settings/service.env` is written below it for each, and what commands need; default: this tree. */
  readonly settingsRoot?: string;
  /** Begins each schema's name. */
  readonly prefix?: string;
  /** Default: the table that `npm start` uses. */
  readonly services?: readonly ServiceEntry[];
}

/**
 * Makes everything that the services need and do not make themselves: topics, schemas, users, tables, rights, keys, a file of
 * settings for each, and what the commands of README need. Keys and passwords stay the same when it runs again, so that running
 * services keep theirs.
 *
 * @throws Problem when the database or the brokers refuse
 */
export async function prepare(options: PrepareOptions): Promise<void> {
  const { kafkaBrokers, publicUrl } = options;
  const { settingsRoot = repositoryRoot, prefix = 'genkan', services = serviceTable } = options;
  const keys = developmentKeys(join(settingsRoot, 'infra/docker/settings'));
  const passwordOf = passwordBy(keys.secret);
  const databaseUrl = await ensurePassword(options.databaseUrl, passwordOf('root'));
  const admin = new SchemaAdmin(databaseUrl, prefix, passwordOf);
  const topics = services.flatMap((entry) => entry.topic ?? []);
  const pidFolder = mkdtempSync(join(tmpdir(), 'genkan-'));
  try {
    const [databaseUrls = {}] = await together<Record<string, string>>([
      (signal) => migrateSchemas({ services, admin, root: repositoryRoot, pidFolder, signal }),
      () => createTopics(kafkaBrokers, topics).then(() => ({})),
    ]);
    const common = { publicUrl, kafkaBrokers, secret: keys.secret, privateKey: pemOf(keys.privateKey) };
    const settings = serviceSettings(services, common, databaseUrls);
    for (const { name, folder } of services)
      writeSettingsFile(join(settingsRoot, folder, 'settings'), settings[name] ?? {});
    const dataFolder = join(settingsRoot, '.genkan');
    mkdirSync(dataFolder, { recursive: true });
    writePlatformDescription(dataFolder, {
      publicUrl,
      sandboxUrl: urlsIn(services)('sandbox'),
      services: Object.fromEntries(Object.entries(settings).map(([name, env]) => [name, { env }])),
    });
  } finally {
    rmSync(pidFolder, { recursive: true });
  }
}

/** In hexadecimal: whatever else a password had would have to be escaped in a URL. */
function passwordBy(secret: (name: string) => string): (user: string) => string {
  return (user) => Buffer.from(secret(`password-${user}`), 'base64').toString('hex');
}

/** A service sees its own settings only, so it is given the key itself and not the path of a file. */
function pemOf(privateKey: (name: string) => string): (name: string) => string {
  return (name) => readFileSync(privateKey(name).replace(/^file:/, ''), 'utf8');
}
