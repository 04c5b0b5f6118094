import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { dataDir } from './platform.js';

it('the demo tells the story and finds each call in the audit', async () => {
  const demo = fileURLToPath(new URL('../src/demo.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [demo], {
    env: { ...process.env, GENKAN_DATA_DIR: dataDir },
  });
  expect(stdout).toMatch(/All \d+ calls are in the audit/);
}, 60_000);
