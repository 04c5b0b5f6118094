import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CallerClass, EndpointContract } from '@genkan/contracts/endpoint';
import type { Client } from '../src/client.js';
import { newPerson, signIn, signUp } from '../src/individual.js';
import { inbox, newClient, platform } from './platform.js';

/** Callers that there are so far; each makes a client that is one. */
export const callers = {
  async anonymous(): Promise<Client> {
    return newClient();
  },
  async draft(): Promise<Client> {
    const client = newClient();
    await client.expect(201, 'POST', '/registrations', { body: { country: 'KR', type: 'individual', language: 'ko' } });
    return client;
  },
  async member(): Promise<Client> {
    const [client, person] = [newClient(), newPerson()];
    await signUp(newClient(), inbox, person);
    await signIn(client, person);
    return client;
  },
  async operator(): Promise<Client> {
    const [client, operator] = [
      newClient(),
      { loginId: `ops-${randomUUID()}@example.com`, password: 'Night-2026-watch' },
    ];
    await createOperator(operator.loginId, operator.password);
    await client.expect(201, 'POST', '/operator-sessions', { body: operator });
    return client;
  },
} as const;

export type CallerName = keyof typeof callers;

/** Classes of the contracts that a caller belongs to. Everybody may call what asks for no credential. */
export const classesOf: Record<CallerName, readonly CallerClass[]> = {
  anonymous: ['anonymous'],
  draft: ['anonymous', 'draft'],
  member: ['anonymous', 'member', 'principal'],
  operator: ['anonymous', 'operator'],
};

/** A path with ids that nobody has. */
export const pathOf = ({ path }: Pick<EndpointContract, 'path'>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'language' ? 'xx' : name === 'version' ? 'none-2000-01-01' : '019ab000-0000-7000-8000-00000000dead',
  );

/** Makes an operator by the service's own command, as the one who runs the platform does. */
export async function createOperator(loginId: string, password: string): Promise<void> {
  const command = new URL('../../../../services/identity/dist/src/create-operator-command.js', import.meta.url);
  await promisify(execFile)(process.execPath, [fileURLToPath(command), '--login-id', loginId], {
    env: { ...process.env, ...platform.services.identity?.env, OPERATOR_PASSWORD: password },
  });
}
