import { readFileSync } from 'node:fs';
import { catalog } from '@genkan/contracts/catalog';
import { describe, expect, it } from '@jest/globals';
import { environment } from '../../src/config.js';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it.each(Object.keys(environment.shape))('explains the variable %s', (name) => {
    expect(readme).toContain(`\`${name}\``);
  });

  const published = catalog.events.filter(({ service }) => service === 'verification');
  it.each(published.map(({ name }) => name))('names the event %s among those that are published', (name) => {
    const aggregate = name.slice(0, name.lastIndexOf('.'));
    expect(readme.includes(`\`${name}\``) || readme.includes(`\`${aggregate}.*\``)).toBe(true);
  });
});
