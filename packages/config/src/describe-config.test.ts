import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { clockVariables } from './clock.js';
import { describeConfig } from './describe-config.js';
import { folder, integer, list, secret, url } from './env.js';

describe('describeConfig', () => {
  it('lists the variables with what a reader must know', () => {
    const schema = z.object({
      SEAL_KEY: secret().describe('Key that seals addresses'),
      LIMIT: integer({ min: 1, default: 5 }).describe('Guesses'),
      PROXY_URL: url().optional().describe('Outgoing proxy'),
      ORIGINS: list(),
      FOREIGN: z.string(),
      ...clockVariables,
    });
    const rest = { developmentOnly: false, default: undefined };
    expect(describeConfig(schema)).toEqual([
      {
        ...rest,
        name: 'SEAL_KEY',
        required: true,
        secret: true,
        description: 'Key that seals addresses',
        expects: '32 random bytes in base64',
      },
      {
        ...rest,
        name: 'LIMIT',
        required: false,
        secret: false,
        description: 'Guesses',
        expects: 'a whole number (1 to …)',
        default: '5',
      },
      {
        ...rest,
        name: 'PROXY_URL',
        required: false,
        secret: false,
        description: 'Outgoing proxy',
        expects: 'a URL (http:, https:) without credentials',
      },
      {
        ...rest,
        name: 'ORIGINS',
        required: false,
        secret: false,
        description: '',
        expects: 'a list separated by commas',
        default: '',
      },
      { ...rest, name: 'FOREIGN', required: true, secret: true, description: '', expects: 'a value' },
      {
        ...rest,
        name: 'CLOCK_FILE',
        required: false,
        secret: false,
        description: expect.stringContaining('refused in production'),
        expects: 'a text',
        developmentOnly: true,
      },
    ]);
  });

  it('does not take a default for a missing one where its file is missing', () => {
    const rows = describeConfig(z.object({ STATIC_FOLDER: folder({ default: '/nowhere/at/all' }) }));
    expect(rows).toMatchObject([{ required: false, default: '/nowhere/at/all' }]);
  });
});
