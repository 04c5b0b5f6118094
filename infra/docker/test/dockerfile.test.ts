import { execFileSync, execFile as execFileWithCallback } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@genkan/local/repository-root';
import { serviceTable } from '@genkan/local/services';
import { afterAll, describe, expect, it } from '@jest/globals';
import { imageProblems } from './compose-problems.js';
import { textOf } from './repository.js';

const execFile = promisify(execFileWithCallback);
const dockerfile = textOf('infra/docker/Dockerfile');
const folders = [...serviceTable.map(({ folder }) => folder), 'infra/docker'];
const scratch = mkdtempSync(join(tmpdir(), 'genkan-image-'));

/** The command of an instruction in its JSON form. */
function commandOf(instruction: string): string[] {
  const line = dockerfile.split('\n').find((text) => text.startsWith(instruction)) ?? '';
  return JSON.parse(line.slice(line.indexOf('[')));
}

/** The workspaces that one needs at run time, itself included, by its dependencies and theirs. */
function neededBy(folder: string, found = new Set<string>()): Set<string> {
  if (found.has(folder)) return found;
  found.add(folder);
  const { dependencies = {} }: { dependencies?: Record<string, string> } = JSON.parse(textOf(`${folder}/package.json`));
  for (const name of Object.keys(dependencies)) {
    const own = /^@genkan\/(.+)$/.exec(name)?.[1];
    const home = ['packages', 'services', 'infra'].find((parent) =>
      existsSync(join(repositoryRoot, parent, own ?? '\0')),
    );
    if (own !== undefined) neededBy(`${home}/${own}`, found);
  }
  return found;
}

/** What the image of a program would have of our own, by the very command of the Dockerfile. */
function pruned(folder: string): string {
  const out = join(scratch, basename(folder));
  const command = /^RUN (npx turbo prune .*)$/m.exec(dockerfile)?.[1] ?? '';
  const env = { ...process.env, SERVICE: folder, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };
  execFileSync('sh', ['-c', command.replace('/production', out)], { cwd: repositoryRoot, env, stdio: 'pipe' });
  return out;
}

const workspacesIn = (root: string) =>
  ['packages', 'services', 'infra'].flatMap((parent) =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : [],
  );

/** Files that a program reads beside its code, all there is in a workspace but what is made, and tests. */
function dataOf(folder: string): string[] {
  const root = join(repositoryRoot, folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/^(node_modules|dist|test|\.turbo)\//.test(path) && !/\.(ts|tsbuildinfo)$/.test(path));
}

describe('Dockerfile', () => {
  afterAll(() => rmSync(scratch, { recursive: true }));

  it.each(folders)('%s is built and has a program to run', (folder) => {
    expect(commandOf('CMD').at(-1)).toBe('dist/src/main.js');
    expect(existsSync(join(repositoryRoot, folder, 'dist/src/main.js'))).toBe(true);
  });

  it.each(folders)('the image of %s has the workspaces that it needs, whole, and no others', (folder) => {
    const root = pruned(folder);
    const needed = [...neededBy(folder)];
    expect(workspacesIn(root).sort()).toEqual(needed.sort());
    for (const workspace of needed) {
      expect(existsSync(join(root, workspace, 'dist/src'))).toBe(true);
      const missing = dataOf(workspace).filter((path) => !existsSync(join(root, workspace, path)));
      expect(missing).toEqual([]);
    }
  });

  it('copies only from stages before and from the repository', () => {
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
    const copies = [...dockerfile.matchAll(/^COPY (?:--from=(\S+) )?(\S.*) \S+$/gm)];
    expect(copies).toHaveLength(dockerfile.match(/^COPY/gm)?.length ?? 0);
    for (const [, stage, sources = ''] of copies) {
      if (stage !== undefined) expect(stages).toContain(stage);
      else for (const source of sources.split(' ')) expect(existsSync(join(repositoryRoot, source))).toBe(true);
    }
  });

  it('installs packages before it sees a file that decides nothing about them', () => {
    const instructions = dockerfile.split('\n').filter((line) => /^(COPY|FROM|RUN .*npm ci)/.test(line));
    for (const [index, line] of instructions.entries())
      if (line.includes('npm ci')) expect(instructions[index - 1]).toBe('COPY --from=manifests /genkan ./');
    expect(dockerfile).not.toMatch(/^COPY \.|^# syntax/m);
  });

  it('begins with one image, which its builder can hold by a digest', () => {
    const [first, ...others] = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image);
    expect(first).toBe(['$', '{NODE_IMAGE}'].join(''));
    expect(imageProblems([/^ARG NODE_IMAGE=(\S+)$/m.exec(dockerfile)?.[1] ?? ''])).toEqual([]);
    expect(others.filter((image) => image.includes(':'))).toEqual([]);
  });

  it('runs as a user without rights, in production unless told, with little memory', () => {
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('FROM'));
    expect(dockerfile).toContain('ENV NODE_ENV=production HOST=0.0.0.0');
    expect(commandOf('CMD')).toEqual(expect.arrayContaining(['--max-semi-space-size=4', '--max-old-space-size=256']));
  });

  it('is given every file of ours that is not made', () => {
    const patterns = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const ignored = patterns.map((pattern) => {
      const path = pattern
        .replace(/^\*\*\//, '')
        .replaceAll('.', '\\.')
        .replaceAll('*', '[^/]*');
      return new RegExp(`${pattern.startsWith('**/') ? '(^|/)' : '^'}${path}(/|$)`);
    });
    const ours = execFileSync('git', ['ls-files'], { cwd: repositoryRoot, encoding: 'utf8' }).trim().split('\n');
    expect(ours.filter((path) => ignored.some((pattern) => pattern.test(path)))).toEqual([]);
    for (const made of [
      'node_modules/x',
      'packages/config/dist/x',
      '.genkan/keys',
      '.git/config',
      '.env',
      'services/audit/settings/service.env',
    ])
      expect(ignored.some((pattern) => pattern.test(made))).toBe(true);
  });

  it.each([
    ['healthy on the port of the service', 200, 'PORT', 0],
    ['healthy on the internal port, where there is one', 200, 'INTERNAL_PORT', 0],
    ['ill', 503, 'PORT', 1],
  ])('finds a service that is %s', async (_, status, variable, code) => {
    const asked: unknown[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.writeHead(status).end();
    }).listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo;
      // The option is of Node 24, in the image; the tests run on 20, too.
      const [, ...args] = commandOf('HEALTHCHECK').filter((arg) => !arg.startsWith('--env-file'));
      const env = { PATH: process.env.PATH, PORT: '1', [variable]: String(port) };
      const end = await execFile(process.execPath, args, { env }).then(
        () => 0,
        (error: { code: number }) => error.code,
      );
      expect(end).toBe(code);
      expect(asked).toEqual(['/health/ready']);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
