import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { areDependenciesInstalled, installCommand } from '../boot/dependencies.mjs';
import { pruneStaleOutput } from '../boot/stale-output.mjs';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();

function write(path: string, content: unknown = '') {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

describe('areDependenciesInstalled', () => {
  const root = join(folder, 'dependencies');
  const wanted = {
    '': { name: 'genkan' },
    'services/audit': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/@genkan/audit': { link: true },
    'node_modules/fsevents': { version: '2.3.3', optional: true },
  };
  const installed = { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/@genkan/audit': { link: true } };
  const check = (packages: object) => {
    write(join(root, 'node_modules/.package-lock.json'), { packages });
    return areDependenciesInstalled(root);
  };

  it('is false in a fresh clone and true after an installation, also of other people’s optional packages', () => {
    write(join(root, 'package-lock.json'), { packages: wanted });
    expect(areDependenciesInstalled(root)).toBe(false);
    expect(check(installed)).toBe(true);
  });

  it('is false when a version, a package or a workspace is new', () => {
    expect(check({ ...installed, 'node_modules/zod': { version: '4.6.6' } })).toBe(false);
    expect(check({ 'node_modules/@genkan/audit': { link: true } })).toBe(false);
    expect(check({ 'node_modules/zod': { version: '4.6.7' } })).toBe(false);
  });

  it('says that the clone is not whole when the lock file is missing', () => {
    expect(() => areDependenciesInstalled(join(folder, 'nowhere'))).toThrow('package-lock.json is missing');
  });
});

describe('installCommand', () => {
  it('installs cleanly until an installation was completed, then only what changed', () => {
    const root = join(folder, 'install-command');
    write(join(root, 'node_modules/zod/package.json'));
    expect(installCommand(root)).toEqual(['ci']);
    write(join(root, 'node_modules/.package-lock.json'));
    expect(installCommand(root)).toEqual(['install', '--no-save']);
  });
});

describe('pruneStaleOutput', () => {
  it('removes what was compiled from a source that is gone, and nothing else', () => {
    const workspace = join(folder, 'prune', 'packages', 'policy');
    const kept = ['src/keep.ts', 'dist/src/keep.js', 'dist/src/keep.d.ts', 'dist/src/keep.js.map', 'dist/.tsbuildinfo'];
    const plain = ['boot/plain.mjs', 'dist/boot/plain.mjs', 'dist/boot/plain.d.mts', 'dist/src/words.txt'];
    for (const file of ['tsconfig.json', ...kept, ...plain]) write(join(workspace, file));
    for (const file of ['gone.test.js', 'gone.test.d.ts', 'gone.test.js.map']) write(join(workspace, 'dist/src', file));
    const removed = pruneStaleOutput(join(folder, 'prune'));
    expect(removed.sort()).toEqual(
      ['d.ts', 'js', 'js.map'].map((ending) => `packages/policy/dist/src/gone.test.${ending}`),
    );
    for (const file of [...kept, ...plain]) expect(existsSync(join(workspace, file))).toBe(true);
  });
});
