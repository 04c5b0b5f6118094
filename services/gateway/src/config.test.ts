import { readFileSync } from 'node:fs';
import { describeConfig } from '@genkan/config/describe-config';
import { upstreamNames, urlVariable } from '@genkan/contracts/service-name';
import { frameVariables } from '@genkan/service-kit/frame-config';
import { describe, expect, it } from '@jest/globals';
import { environment } from './config.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('configuration', () => {
  it('is told in the README, every variable of its own with its default, and no other; where services answer once for all', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| (.+?) *\|$/gm)].map(([, name = '', text = '']) => ({
      name,
      text,
    }));
    const elsewhere = [...Object.keys(frameVariables), ...upstreamNames.map(urlVariable)];
    const variables = describeConfig(environment).filter(({ name }) => !elsewhere.includes(name));
    expect(rows.map(({ name }) => name)).toEqual(variables.map(({ name }) => name));
    for (const { name, default: byDefault } of variables)
      if (byDefault) expect(rows.find((row) => row.name === name)?.text).toContain(`\`${byDefault}\``);
  });
});
