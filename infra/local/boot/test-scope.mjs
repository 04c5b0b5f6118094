import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';

/** The long tests (`*.deep.ts`) in parts, which CI runs one after the other: the workspaces in which they are. */
export const deepParts = {
  policy: ['packages/policy'],
  kills: ['packages/messaging', 'infra/local', 'infra/journeys'],
  bench: ['infra/bench'],
  scaffold: ['infra/scaffold'],
};

/**
 * What `npm test -- [--keep] [workspace folders] [turbo's arguments]` is to run; with `--deep` folders may be named parts.
 *
 * @param {string} root
 * @param {readonly string[]} args
 */
export function testScope(root, args) {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const words = args.slice(0, end).filter((word) => word !== '--deep' && word !== '--keep');
  const isDeep = args.slice(0, end).includes('--deep');
  const folders = words.filter((word) => !word.startsWith('-')).flatMap((word) => foldersOf(root, word, isDeep));
  const isEveryPart = isDeep && folders.length === 0;
  const chosen = isEveryPart ? [...new Set(Object.values(deepParts).flat())] : folders;
  return {
    task: isDeep ? 'test:deep' : 'test',
    /** The database and the broker go on running after the tests, for the next `--keep`. */
    keepsServers: args.slice(0, end).includes('--keep'),
    /** A workspace whose tests need no server has an entry of its own in turbo.json, by which turbo keeps their result, too. */
    needsServers: chosen.length === 0 || chosen.some((folder) => !isPure(root, folder)),
    turboArgs: [
      ...words.filter((word) => word.startsWith('-')),
      ...chosen.map((folder) => `--filter=./${folder}`),
      ...args.slice(end),
    ],
  };
}

/** @param {string} root @param {string} word @param {boolean} isDeep @returns {readonly string[]} */
function foldersOf(root, word, isDeep) {
  if (isDeep && word in deepParts) return deepParts[/** @type {keyof typeof deepParts} */ (word)];
  if (existsSync(join(root, word, 'package.json'))) return [word.replace(/\/$/, '')];
  const known = isDeep ? `a part (${Object.keys(deepParts).join(', ')}) or ` : '';
  throw new Problem(`${word} is no workspace: name ${known}a folder such as services/identity.`);
}

/** @param {string} root @param {string} folder */
function isPure(root, folder) {
  /** @param {string} file */
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  return `${read(join(folder, 'package.json')).name}#test` in read('turbo.json').tasks;
}
