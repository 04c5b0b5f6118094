import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPlatform } from '@genkan/local/platform';

/**
 * Starts a platform of its own on free ports with fresh data, beside whatever else runs. Tests come from many addresses, as a proxy
 * in front of the gateway would tell; what limits one address is tested where an address matters.
 */
export default async function start(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'genkan-journeys-'));
  const platform = await startPlatform({
    dataDir,
    usesPreferredPorts: false,
    env: { TRUSTED_PROXY_HOPS: '1', LOG_LEVEL: 'warn' },
  });
  Object.assign(globalThis, { platform });
  process.env.GENKAN_DATA_DIR = dataDir;
}
