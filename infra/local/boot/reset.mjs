import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataLayout, pidFolders } from './data-layout.mjs';
import { acquireLock } from './lock.mjs';
import { endOrphans } from './processes.mjs';

/**
 * Wipes all data of a checkout: databases, topics, keys, logs, remembered ports.
 *
 * @param {string} dataFolder
 */
export async function reset(dataFolder) {
  const locks = join(dataFolder, 'locks');
  const releases = [];
  try {
    for (const name of ['start', 'test', 'bench', 'prepare']) {
      releases.push(
        await acquireLock(locks, name, {
          waitMs: 500,
          refusal: (pid) =>
            `The platform of this checkout is running (process ${pid}): end it with Ctrl-C, then reset.`,
        }),
      );
    }
    const folders = [dataFolder, join(dataFolder, 'test'), join(dataFolder, 'bench')].flatMap(pidFolders);
    for (const folder of [dataLayout(dataFolder).preparePids, ...folders]) await endOrphans(folder);
    for (const name of readdirSync(dataFolder)) {
      // The locks guard the reset itself.
      if (name !== 'locks') rmSync(join(dataFolder, name), { recursive: true, force: true });
    }
  } finally {
    for (const release of releases) release();
  }
}
