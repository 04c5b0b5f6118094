import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dataLayout } from '@genkan/local/boot/data-layout';
import { areDependenciesInstalled, installDependencies } from '@genkan/local/boot/dependencies';
import { repositoryRoot } from '@genkan/local/repository-root';

const root = join(repositoryRoot, 'infra', 'bench', 'engines');

/**
 * A package of an engine that ours is compared with. These are not among everybody's dependencies: the first call installs them into a folder of
 * their own, as its lock file says.
 * @throws Problem when they cannot be installed
 */
export async function loadRival<Module>(name: string): Promise<Module> {
  if (!areDependenciesInstalled(root)) {
    const { installPids: pidFolder } = dataLayout(join(repositoryRoot, '.genkan'));
    await installDependencies({ root, pidFolder, out: console.log });
  }
  return createRequire(join(root, 'package.json'))(name) as Module;
}
