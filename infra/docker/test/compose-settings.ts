import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type ServiceEntry, serviceTable } from '@genkan/local/services';
import { serviceSettings } from '../src/service-settings.js';
import type { ComposeFile } from './compose-file.js';

/** What `prepare` would write for each service if the stack of this file were started, by the service's name. */
export function settingsIn(
  { services: { prepare } }: ComposeFile,
  table: readonly ServiceEntry[] = serviceTable,
): Record<string, Record<string, string>> {
  const { DATABASE_URL, KAFKA_BROKERS, PUBLIC_URL } = prepare?.environment ?? {};
  const { privateKey } = generateKeyPairSync('ed25519');
  const common = {
    publicUrl: String(PUBLIC_URL),
    kafkaBrokers: String(KAFKA_BROKERS),
    secret: () => randomBytes(32).toString('base64'),
    privateKey: () => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const { host } = new URL(String(DATABASE_URL));
  const databaseUrls = table.map(({ name }) => [name, `mysql://genkan_${name}@${host}/genkan_${name}`]);
  return serviceSettings(table, common, Object.fromEntries(databaseUrls));
}
