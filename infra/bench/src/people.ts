import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Connection } from './load/connection.js';
import { insist } from './load/drive.js';
import { cookieOf, fromAddress, requestBytes } from './load/request.js';
import type { Testbed } from './testbed.js';

/** A draft that only waits for its password. */
export interface Draft {
  readonly secret: string;
  readonly email: string;
}

/** A member who is signed in, at an address and on a device of their own. */
export interface SignedIn {
  readonly email: string;
  /** The number of the address. */
  readonly address: number;
  readonly session: string;
  readonly device: string;
}

export const password = 'Gate-2026-way';

/** Puts drafts into identity's database: the budgets for mail forbid the real way to so many. */
export async function seedDrafts({ platform }: Testbed, count: number): Promise<Draft[]> {
  const command = fileURLToPath(import.meta.resolve('@genkan/identity/dist/test/seed/seed-drafts-command.js'));
  const { stdout } = await promisify(execFile)(process.execPath, [command, '--count', String(count)], {
    env: { ...process.env, ...platform.service('identity').env },
    maxBuffer: 64 * 1024 * 1024,
  });
  const lines = stdout.trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Draft);
}

/** The call that makes a draft a member, with all that a page would send. */
export function completion({ platform }: Testbed, { secret }: Draft, address: number): Buffer {
  const csrfKey = Buffer.from(platform.service('gateway').env.CSRF_KEY ?? '', 'base64');
  return requestBytes({
    method: 'POST',
    path: '/api/v1/registrations/current/completion',
    cookies: { draft: secret },
    headers: {
      'x-csrf-token': createHmac('sha256', csrfKey).update(secret).digest('base64url'),
      'idempotency-key': randomUUID(),
      ...fromAddress(address),
    },
    body: { password, passwordConfirmation: password },
  });
}

/** The call that signs a member in, on a known device if there is one. */
export const signIn = (email: string, address: number, device?: string, typed: string = password): Buffer =>
  requestBytes({
    method: 'POST',
    path: '/api/v1/sessions',
    ...(device && { cookies: { device } }),
    headers: fromAddress(address),
    body: { loginId: email, password: typed },
  });

/** Makes members by completing drafts through the gateway. Returns their login ids. */
export async function makeMembers(testbed: Testbed, count: number): Promise<string[]> {
  const drafts = await seedDrafts(testbed, count);
  const waiting = drafts.entries();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      const connection = await Connection.open(testbed.gatewayUrl);
      for (const [number, draft] of waiting) insist(await connection.send(completion(testbed, draft, number)), 201);
      connection.close();
    }),
  );
  return drafts.map(({ email }) => email);
}

/** Makes members and signs each of them in. */
export async function makeSignedIn(testbed: Testbed, count: number): Promise<SignedIn[]> {
  const people: SignedIn[] = [];
  const connection = await Connection.open(testbed.gatewayUrl);
  for (const [address, email] of (await makeMembers(testbed, count)).entries()) {
    const reply = insist(await connection.send(signIn(email, address)), 201);
    people.push({ email, address, session: cookieOf(reply, 'session'), device: cookieOf(reply, 'device') });
  }
  connection.close();
  return people;
}

/** A read by a member who is signed in. */
export const read = (path: string, { session, address }: SignedIn): Buffer =>
  requestBytes({ method: 'GET', path: `/api/v1${path}`, cookies: { session }, headers: fromAddress(address) });
