import { expect, it } from '@jest/globals';
import { deepParts, testScope } from '../boot/test-scope.mjs';
import { repositoryRoot } from '../src/repository-root.js';

const scope = (...args: string[]) => testScope(repositoryRoot, args);

it('all tests need servers, those of a pure workspace do not, and one that needs them is enough', () => {
  expect(scope()).toEqual({ task: 'test', keepsServers: false, needsServers: true, turboArgs: [] });
  expect(scope('packages/config/', 'packages/policy')).toMatchObject({
    needsServers: false,
    turboArgs: ['--filter=./packages/config', '--filter=./packages/policy'],
  });
  expect(scope('packages/config', 'services/identity').needsServers).toBe(true);
});

it('what stands behind two dashes is for jest, the rest for turbo', () => {
  expect(scope('--keep', '--affected', 'services/audit', '--', 'search', '--keep')).toEqual({
    task: 'test',
    keepsServers: true,
    needsServers: true,
    turboArgs: ['--affected', '--filter=./services/audit', '--', 'search', '--keep'],
  });
});

it('deep tests are run by part, by workspace or all', () => {
  expect(scope('--deep', 'policy')).toMatchObject({ task: 'test:deep', needsServers: false });
  expect(scope('--deep', 'kills').turboArgs).toEqual(deepParts.kills.map((folder) => `--filter=./${folder}`));
  expect(scope('--deep', 'infra/local').turboArgs).toEqual(['--filter=./infra/local']);
  expect(scope('--deep').turboArgs).toEqual(
    Object.values(deepParts).flatMap((part) => part.map((f) => `--filter=./${f}`)),
  );
});

it('a name that is neither is told, with those that are', () => {
  expect(() => scope('services/nobody')).toThrow(
    'services/nobody is no workspace: name a folder such as services/identity.',
  );
  expect(() => scope('--deep', 'nothing')).toThrow('name a part (policy, kills, bench, scaffold) or a folder');
});
