import { readFileSync } from 'node:fs';
import { describeConfig } from '@genkan/config/describe-config';
import { frameVariables } from '@genkan/service-kit/frame-config';
import { describe, expect, it } from '@jest/globals';
import { environment, urlVariable } from './config.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('configuration', () => {
  it('names the variable of a service by the name of the service', () => {
    const variable: 'SUB_ACCOUNT_URL' = urlVariable('sub-account');
    expect(variable).toBe('SUB_ACCOUNT_URL');
  });

  it('is told in the README, every variable of its own with its default, and no other', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| (.+?) *\|$/gm)].map(([, name = '', text = '']) => ({
      name,
      text,
    }));
    const variables = describeConfig(environment).filter(({ name }) => !Object.hasOwn(frameVariables, name));
    expect(rows.map(({ name }) => name)).toEqual(variables.map(({ name }) => name));
    for (const { name, default: byDefault } of variables)
      if (byDefault) expect(rows.find((row) => row.name === name)?.text).toContain(`\`${byDefault}\``);
  });
});
