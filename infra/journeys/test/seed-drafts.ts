import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Client } from '../src/client.js';
import { newClient, platform } from './platform.js';

/** A visitor whose sign-up only waits for a password. */
export interface Seeded {
  readonly client: Client;
  readonly draftId: string;
  readonly email: string;
  readonly phone: string;
}

/** Made in identity's own tables: the mail budget forbids the real way to many. */
export async function seedDrafts(count: number, email?: string): Promise<Seeded[]> {
  const command = new URL('../../../../services/identity/dist/test/seed/seed-drafts-command.js', import.meta.url);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [fileURLToPath(command), '--count', String(count), ...(email ? ['--email', email] : [])],
    { env: { ...process.env, ...platform.services.identity?.env }, maxBuffer: 10_000_000 },
  );
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const { secret, ...seeded } = JSON.parse(line);
      const client = newClient();
      client.cookies.set('__Host-draft', secret);
      return { client, ...seeded };
    });
}

export const password = 'Gate-2026-way';

/** The last step of a sign-up. */
export const completion = { body: { password, passwordConfirmation: password } };

/** The CSRF cookie comes with the first answer to a cookie. */
export async function withCsrf({ client }: Seeded): Promise<Client> {
  await client.call('GET', '/registrations/current');
  return client;
}
