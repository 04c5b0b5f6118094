import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serviceNames } from '@genkan/contracts/service-name';
import { describe, expect, it } from '@jest/globals';
import type { Client, Reply } from '../src/client.js';
import { newEmail, newPhone } from '../src/client.js';
import { newPerson, signIn, signUp } from '../src/individual.js';
import { callers } from './callers.js';
import { eventually, inbox, newClient, platform, query, type RecordRow } from './platform.js';
import { completion, type Seeded, seedDrafts, withCsrf } from './seed-drafts.js';

const complete = async (draft: Seeded): Promise<Reply> =>
  (await withCsrf(draft)).call('POST', '/registrations/current/completion', completion);

describe('two hundred at once', () => {
  it('complete sign-ups of one e-mail address: one becomes a member, the others are told', async () => {
    const email = newEmail();
    const replies = await Promise.all((await seedDrafts(200, email)).map(complete));
    const counts = new Map<string, number>();
    for (const { status, body } of replies) {
      const key = status === 201 ? '201' : `${status} ${body.code}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(replies.filter((reply) => reply.status >= 500)).toEqual([]);
    expect(counts.get('201')).toBe(1);
    expect([...counts.keys()].sort()).toEqual(expect.arrayContaining(['201', '409 identity.email_taken']));
    const known = ['201', '409 identity.email_taken', '429 identity.busy', '429 gateway.rate_limited'];
    expect([...counts.keys()].filter((key) => !known.includes(key))).toEqual([]);
  }, 120_000);
});

describe('a hundred at once', () => {
  it('give the same right code: one of them passes', async () => {
    const [client, phone] = [await callers.draft(), newPhone()];
    const { body: options } = await client.expect(200, 'GET', '/registration-options');
    expect(options.countries.length).toBeGreaterThan(0);
    const { body } = await client.expect(202, 'POST', '/challenges', {
      body: { purpose: 'registration-phone', target: phone, language: 'en' },
    });
    const { code } = await inbox.next(phone);
    const replies = await Promise.all(
      Array.from({ length: 100 }, () =>
        client.call('POST', `/challenges/${body.challengeId}/answers`, { body: { code } }),
      ),
    );
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    expect(replies.filter((reply) => reply.status >= 500)).toEqual([]);
  });
});

describe('a stranger at the door', () => {
  it('cannot tell known from unknown login ids by status, headers or bytes', async () => {
    const person = newPerson();
    await signUp(newClient(), inbox, person);
    const ask = async (loginId: string) =>
      newClient().call('POST', '/sessions', { body: { loginId, password: 'Wrong-2026-way' } });
    const shown = ({ status, body, headers, requestId }: Reply) => ({
      status,
      body: JSON.stringify(body).replaceAll(requestId, 'ID'),
      headers: [...headers]
        .filter(([name]) => !['date', 'x-request-id', 'traceresponse'].includes(name))
        .map(([name, value]) => `${name}: ${value.replaceAll(/\d+/g, 'N')}`),
    });
    expect(shown(await ask(person.email))).toEqual(shown(await ask(newEmail())));
  });

  it('locks out strangers with five wrong guesses, and not the owner on a known device', async () => {
    const person = newPerson();
    const owner = newClient();
    await signUp(owner, inbox, person);
    await signIn(owner, person);
    const wrong = { body: { loginId: person.email, password: 'Wrong-2026-way' } };
    for (let guess = 0; guess < 5; guess++) await newClient().expect(401, 'POST', '/sessions', wrong);
    const refused = await newClient().expect(429, 'POST', '/sessions', {
      body: { loginId: person.email, password: person.password },
    });
    expect(refused.body.code).toBe('identity.sign_in_locked');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await owner.expect(204, 'DELETE', '/sessions/current');
    await signIn(owner, person);
  });

  it('types a password where the login id belongs, and it is kept nowhere', async () => {
    const typed = `Oops-${randomUUID()}`;
    const reply = await newClient().call('POST', '/sessions', { body: { loginId: typed, password: 'Wrong-2026-way' } });
    expect(reply.status).toBe(401);
    await eventually('the record', async () => {
      const sql = 'SELECT * FROM records WHERE request_id = ?';
      return (await query<RecordRow>('audit', sql, [reply.requestId])).length > 0;
    });
    const found = async (service: string, sql: string) => query(service, sql, [`%${typed}%`]);
    const everything = "CONCAT_WS(' ', value, headers, personal, actor_id, nrn)";
    expect(await found('audit', `SELECT 1 FROM records WHERE ${everything} LIKE ?`)).toEqual([]);
    for (const service of serviceNames) {
      const rows = await found(service, "SELECT 1 FROM outbox WHERE CONCAT_WS(' ', payload, headers) LIKE ?");
      expect({ service, rows }).toEqual({ service, rows: [] });
    }
    const folder = join(dirname(platform.clockFile), 'logs');
    const logs = readdirSync(folder);
    expect(logs).toContain('identity.log');
    expect(logs.filter((name) => readFileSync(join(folder, name), 'utf8').includes(typed))).toEqual([]);
  });

  it('gains nothing by headers that only the gateway writes', async () => {
    const forged = {
      'genkan-recorded': randomUUID(),
      'genkan-set-session': 'x;1',
      'genkan-device': 'x',
      'x-account-no': '123456789012',
      authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.',
    };
    const reply = await newClient().call('GET', '/sessions', { headers: forged });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('genkan-recorded')).toBeNull();
  });

  it('is not let through by a forwarded address that is none', async () => {
    const reply = await newClient().call('GET', '/sessions/current', {
      headers: { 'x-forwarded-for': 'unknown, <script>' },
    });
    expect(reply.status).toBe(400);
  });
});

describe('a proof', () => {
  async function proofFor(client: Client, purpose: 'registration-email' | 'registration-phone', target: string) {
    const { body } = await client.expect(202, 'POST', '/challenges', { body: { purpose, target, language: 'en' } });
    const { code } = await inbox.next(target);
    return (await client.expect(200, 'POST', `/challenges/${body.challengeId}/answers`, { body: { code } })).body.proof;
  }
  const redeem = (client: Client, proof: string) =>
    client.call('POST', '/registrations/current/proofs', { body: { proof } });

  it('of another draft is refused', async () => {
    const [mine, theirs] = [await callers.draft(), await callers.draft()];
    const reply = await redeem(theirs, await proofFor(mine, 'registration-email', newEmail()));
    expect(reply).toMatchObject({ status: 422, body: { code: 'identity.proof_refused' } });
  });

  it('whose bytes were changed is refused', async () => {
    const client = await callers.draft();
    const proof: string = await proofFor(client, 'registration-email', newEmail());
    const [head = '', body = '', signature = ''] = proof.split('.');
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, target: newEmail() })).toString('base64url');
    expect((await redeem(client, [head, forged, signature].join('.'))).status).toBe(422);
  });
});
