import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { staleExceptions } from '../src/name-rules.js';
import { readTree } from '../src/read-tree.js';
import { rules } from '../src/rules.js';
import { sourceFile } from '../src/source-file.js';
import { workspaces } from '../src/workspaces.js';
import { type Fixture, fixtures as otherFixtures } from './fixtures.js';
import { nameFixtures } from './name-fixtures.js';

const tree = readTree(fileURLToPath(new URL('../../../../', import.meta.url)), ['packages', 'services', 'infra']);
const fixtures: Readonly<Record<string, Fixture>> = { ...otherFixtures, ...nameFixtures };

const filesOf = (texts: Readonly<Record<string, string>> = {}) =>
  Object.entries(texts).map(([path, text]) => sourceFile(path, text));

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
  const { breaks = {}, keeps, times = Object.keys(breaks).length } = fixtures[name] ?? {};

  it('holds in the whole tree', () => {
    expect(rule.violations(tree)).toEqual([]);
  });

  it('is broken by its fixture', () => {
    expect(times).toBeGreaterThan(0);
    expect(rule.violations(filesOf(breaks))).toHaveLength(times);
  });

  it('is kept by what looks alike', () => {
    expect(rule.violations(filesOf(keeps))).toEqual([]);
  });
});

it('has no fixture for a rule that is gone', () => {
  expect(Object.keys(fixtures).filter((name) => !rules.some((rule) => rule.name === name))).toEqual([]);
});

it('excepts no file that needs no exception', () => {
  expect(staleExceptions(tree)).toEqual([]);
});

it('has a graph of workspaces in which each imports only those above it', () => {
  const names = Object.keys(workspaces).map((folder) => folder.split('/')[1]);
  const upward = Object.values(workspaces).flatMap(({ ours }, place) =>
    ours.filter((name) => names.indexOf(name) >= place).map((name) => `${names[place]} imports ${name}`),
  );
  expect(upward).toEqual([]);
});

it('reads the tree that it checks', () => {
  expect(tree.length).toBeGreaterThan(20);
});
