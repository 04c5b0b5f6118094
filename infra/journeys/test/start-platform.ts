import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlatform } from '@genkan/local/platform';
import { unlimited } from '@genkan/local/unlimited';

/**
 * Starts a platform of its own on free ports with fresh data, beside whatever else runs: on the database server of DATABASE_URL, in
 * schemas of its own, and with a broker of its own, as topics have fixed names. A second gateway stands behind a proxy, as far
 * as it can see: through it tests come from many addresses, because what limits one address would limit all of them. Its rate limits are
 * out of reach: each new endpoint adds calls to every caller of the matrix.
 */
export default async function start(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'genkan-journeys-'));
  const platform = await startPlatform({
    dataDir,
    databaseUrl: process.env.DATABASE_URL,
    prefix: `j${randomBytes(4).toString('hex')}`,
    usesPreferredPorts: false,
    env: { LOG_LEVEL: 'warn' },
  });
  const proxied = await platform.startInstance('gateway', { TRUSTED_PROXIES: '127.0.0.1', ...unlimited });
  Object.assign(globalThis, { platform });
  process.env.GENKAN_DATA_DIR = dataDir;
  process.env.GENKAN_PROXIED_URL = proxied.url;
}
