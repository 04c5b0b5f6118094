import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataLayout, ticketFolders } from './data-layout.mjs';
import { endLeftovers } from './leftovers.mjs';
import { acquireLock } from './lock.mjs';

/** Kept by a reset: fetched programs cost minutes to fetch again, and the locks are what guards the reset itself. */
const kept = ['cache', 'locks'];

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
    const folders = [dataFolder, join(dataFolder, 'test'), join(dataFolder, 'bench')].flatMap(ticketFolders);
    for (const folder of [dataLayout(dataFolder).prepareTickets, ...folders]) await endLeftovers(folder);
    for (const name of readdirSync(dataFolder)) {
      if (!kept.includes(name)) rmSync(join(dataFolder, name), { recursive: true, force: true });
    }
  } finally {
    for (const release of releases) release();
  }
}
