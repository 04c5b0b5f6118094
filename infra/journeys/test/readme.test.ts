import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { platform } from './platform.js';

const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
const walkThrough = /test\/readme\.test\.ts\. -->\n```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

it('the walk-through of the README works as it stands there', async () => {
  expect(walkThrough).toContain('call POST /registrations');
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', walkThrough], {
    env: {
      ...process.env,
      API: `${platform.publicUrl}/api/v1`,
      INBOX: `${platform.sandboxUrl}/api/messages`,
    },
  });
  for (const action of ['StartRegistration', 'RegisterMember', 'SignIn']) expect(stdout).toContain(action);
}, 60_000);
