import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answers } from '../fixtures/fake-service.js';
import { fullDeviceToken } from '../fixtures/full-device-token.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
let session: string;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.identity.behave(gateway.owner.behaviour(answers(200, { text: 'hello' })));
  session = gateway.owner.session();
});

describe('cookies', () => {
  const token = 's'.repeat(43);
  const post = (path: string, headers: Record<string, string> = {}) =>
    gateway.call(path, { method: 'POST', headers, body: '{"text":"x"}' });

  it('are set as the service says, for our host alone, with a CSRF token that works', async () => {
    const device = fullDeviceToken;
    const fields = { 'genkan-set-session': `${session};43200`, 'genkan-set-device': `${device};31536000` };
    gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'in' }, fields)));
    const { cookies, headers } = await post('/api/v1/sessions');
    const attributes = 'Path=/; Secure; SameSite=Strict';
    expect(cookies).toEqual({
      '__Host-session': `__Host-session=${session}; ${attributes}; HttpOnly; Max-Age=43200`,
      '__Host-device': `__Host-device=${device}; ${attributes}; HttpOnly; Max-Age=31536000`,
      '__Host-csrf': expect.stringMatching(new RegExp(`^__Host-csrf=[\\w-]{43}; ${attributes}; Max-Age=43200$`)),
    });
    expect(Object.keys(headers).join()).not.toContain('genkan');
    const csrf = /csrf=([\w-]+)/.exec(cookies['__Host-csrf'] ?? '')?.[1] ?? '';
    const written = await post('/api/v1/notes', { cookie: `__Host-session=${session}`, 'x-csrf-token': csrf });
    expect(written.status).toBe(201);
  });

  it('that the contract does not let the service set are not set', async () => {
    gateway.identity.behave(
      gateway.owner.behaviour(answers(201, { text: 'x' }, { 'genkan-set-session': `${token};60` })),
    );
    expect((await post('/api/v1/drafts')).cookies).toEqual({});
  });

  it('of a broken form are an answer that is not as agreed', async () => {
    for (const value of ['short;60', `${token};x`, `${token};60; Domain=evil.example`, token]) {
      gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'x' }, { 'genkan-set-session': value })));
      const reply = await post('/api/v1/sessions');
      expect([reply.status, reply.cookies]).toEqual([502, {}]);
    }
  });

  it('are cleared as the service says; the CSRF cookie then serves the credential that is left', async () => {
    const draft = gateway.owner.draft();
    gateway.identity.behave(gateway.owner.behaviour(answers(204, undefined, { 'genkan-set-draft': '' })));
    const end = (headers: Record<string, string>) =>
      gateway.call('/api/v1/drafts/current', { method: 'DELETE', headers });
    const alone = await end(gateway.as({ draft }));
    expect(alone.cookies['__Host-draft']).toContain(
      '__Host-draft=; Path=/; Secure; SameSite=Strict; HttpOnly; Max-Age=0',
    );
    expect(alone.cookies['__Host-csrf']).toContain('__Host-csrf=; ');
    const both = await end(gateway.as({ session, draft }));
    const ofSession = gateway.as({ session })['x-csrf-token'];
    expect(both.cookies['__Host-csrf']).toContain(`__Host-csrf=${ofSession};`);
  });

  it('of a second credential leave the page a CSRF token that serves both', async () => {
    const draft = gateway.owner.draft();
    gateway.identity.behave(
      gateway.owner.behaviour(answers(201, { text: 'x' }, { 'genkan-set-session': `${session};60` })),
    );
    const signedIn = await post('/api/v1/sessions', gateway.as({ draft }));
    const csrf = /csrf=([^;]+)/.exec(signedIn.cookies['__Host-csrf'] ?? '')?.[1];
    expect(csrf).toBe(gateway.as({ session, draft })['x-csrf-token']);
    gateway.identity.behave(gateway.owner.behaviour(answers(201, { text: 'x' })));
    const carried = { cookie: gateway.as({ session, draft }).cookie ?? '', 'x-csrf-token': csrf ?? '' };
    expect((await post('/api/v1/notes', carried)).status).toBe(201);
  });

  it('of a session that does not stand are cleared', async () => {
    gateway.owner.end(session);
    const reply = await gateway.call('/api/v1/notes', { headers: gateway.as({ session }) });
    expect(reply.cookies['__Host-session']).toContain('Max-Age=0');
    expect(reply.cookies['__Host-csrf']).toContain('Max-Age=0');
  });

  it('give the right CSRF token to who was refused for a wrong one', async () => {
    const { cookie = '', 'x-csrf-token': csrf } = gateway.as({ session });
    const stale = { cookie: `${cookie}; __Host-csrf=${'A'.repeat(43)}`, 'x-csrf-token': 'A'.repeat(43) };
    const refused = await post('/api/v1/notes', stale);
    expect(refused.body.code).toBe('gateway.csrf_failed');
    expect(refused.cookies['__Host-csrf']).toContain(`__Host-csrf=${csrf};`);
  });

  it('give the CSRF token back to who has lost it', async () => {
    const { cookie = '', 'x-csrf-token': csrf } = gateway.as({ session });
    const healed = await gateway.call('/api/v1/sessions/current', { headers: { cookie } });
    expect(healed.cookies['__Host-csrf']).toContain(`__Host-csrf=${csrf};`);
    const fine = await gateway.call('/api/v1/sessions/current', {
      headers: { cookie: `${cookie}; __Host-csrf=${csrf}` },
    });
    expect(fine.cookies).toEqual({});
  });
});
