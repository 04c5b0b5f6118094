import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot as root } from '@genkan/local/repository-root';
import { newService } from './new-service.js';

const usage = 'npm run new:service -- <name>   writes services/<name> and its lines in the files that must know it';

/** `npm run new:service -- <name>`. Exit code 0 only when all is written. */
function main([name, ...more]: readonly string[]): void {
  if (name === undefined || more.length > 0) throw new Error(usage);
  const paths = newService(name, root);
  console.log(paths.join('\n'));
  run('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund']);
  run(process.execPath, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write', ...paths]);
  console.log(
    `\nIt has no endpoint yet, and \`npm test\` passes. What is yours to do: docs/checklists/add-a-service.md`,
  );
}

/** @throws Error when the program does not end well */
function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(`All is written, but this did not end well, so run it again: ${[program, ...args].join(' ')}`, {
      cause: error,
    });
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
}
