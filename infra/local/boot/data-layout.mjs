import { join } from 'node:path';

/**
 * Where everything lies that a platform keeps on this machine. `npm start` uses `.genkan`, `npm test` uses `.genkan/test`, private
 * platforms of tests use temporary folders.
 *
 * @param {string} folder
 */
export function dataLayout(folder) {
  return {
    mariadb: join(folder, 'mariadb'),
    kafka: join(folder, 'kafka'),
    keys: join(folder, 'keys'),
    logs: join(folder, 'logs'),
    portsFile: join(folder, 'ports.json'),
    platformFile: join(folder, 'platform.json'),
    clockFile: join(folder, 'clock'),
    locks: join(folder, 'locks'),
    preparePids: join(folder, 'run', 'prepare'),
    installPids: join(folder, 'run', 'install'),
    servicePids: join(folder, 'run', 'services'),
  };
}

/**
 * Pid files of what a platform started, in the order in which orphans must end: users of a backing service before the service.
 * Those of the build are not among them: `npm start` and `npm test` share it under a lock of its own.
 *
 * @param {string} folder
 */
export function pidFolders(folder) {
  const layout = dataLayout(folder);
  return [layout.installPids, layout.servicePids, join(layout.mariadb, 'run'), join(layout.kafka, 'run')];
}
