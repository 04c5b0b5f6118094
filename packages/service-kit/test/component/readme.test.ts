import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { frameVariables } from '../../src/frame-config.js';

it('the README explains the variables of every service', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  expect(Object.keys(frameVariables).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
