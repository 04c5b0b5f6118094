import { createHash } from 'node:crypto';
import { startRegistration } from '@genkan/contracts/identity/registration';
import { getRegistrationOptions, getTerms } from '@genkan/contracts/identity/registration-options';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newIp } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

describe('what one can choose from', () => {
  it('is told with the terms to agree to and the fields that a country asks for', async () => {
    const { body } = await identity.call(getRegistrationOptions).expect(200);
    const korea = body.countries.find(({ country }: { country: string }) => country === 'KR');
    expect(korea.minimumAge).toBe(14);
    expect(korea.memberTypes).toEqual([
      expect.objectContaining({ type: 'individual', offered: true }),
      expect.objectContaining({ type: 'business', offered: false }),
    ]);
    expect(body.languages).toEqual(['ko', 'en', 'ja', 'zh-CN']);
    expect(body.terms).toHaveLength(8);
  });

  it('can be read: the hash of a text is that of its bytes', async () => {
    const params = { version: 'privacy-2026-11-01', language: 'ja' };
    const { body } = await identity.call(getTerms, { params }).expect(200);
    expect(body.title).toBe('個人情報の収集と利用');
    expect(body.textHash).toBe(createHash('sha256').update(body.text).digest('hex'));
  });

  it('is 404 for terms that do not exist', async () => {
    const params = { version: 'service-1999-01-01', language: 'en' };
    const { body } = await identity.call(getTerms, { params }).expect(404);
    expect(body.code).toBe('identity.terms_not_found');
  });
});

describe('starting', () => {
  const choice = { country: 'KR', type: 'individual', language: 'ko' };

  it('gives a draft and its cookie, of which only the hash is stored', async () => {
    const answer = await identity.call(startRegistration, { as: { sourceIp: newIp() }, body: choice }).expect(201);
    expect(answer.body).toMatchObject({ ...choice, nextStep: 'consents', email: null, profile: null });
    expect(answer.body.expiresAt).toBe('2026-11-30T09:00:00.000Z');

    const [secret = '', seconds] = (answer.headers['genkan-set-draft'] ?? '').split(';');
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(seconds).toBe('604800');
    const row = await identity.storedDraft(answer.body.draftId);
    expect(row).toMatchObject({ status: 'open', version: 1, email_index: null });
    expect(row?.secret_hash).toEqual(createHash('sha256').update(secret).digest());

    const [event, ...others] = await identity.events(answer.body.draftId);
    expect(others).toEqual([]);
    expect(answer.headers['genkan-recorded']).toBe(event?.id);
    expect(event).toMatchObject({
      type: 'genkan.identity.registration.started.v1',
      correlationId: answer.body.draftId,
      data: {
        ...choice,
        draftId: answer.body.draftId,
        activity: {
          scope: answer.body.draftId,
          action: 'StartRegistration',
          result: 'SUCCESS',
          actor: { type: 'anonymous', id: null },
          source: 'PORTAL',
          resource: { type: 'Registration' },
          after: choice,
        },
      },
    });
    expect(event?.text).not.toContain(secret);
  });

  it.each([
    ['as a business', { ...choice, type: 'business' }, 422, 'identity.member_type_not_offered'],
    ['from a country that is not listed', { ...choice, country: 'AQ' }, 422, 'identity.country_not_offered'],
    [
      'with a body that also names an account',
      { ...choice, accountNo: '123456789012' },
      400,
      'gateway.invalid_request',
    ],
    ['in a language that nobody writes', { ...choice, language: 'xx' }, 400, 'gateway.invalid_request'],
    ['from a country in small letters', { ...choice, country: 'kr' }, 400, 'gateway.invalid_request'],
  ])('is refused %s, and leaves nothing', async (_, body, status, code) => {
    const before = (await identity.events()).length;
    const answer = await identity.call(startRegistration, { as: { sourceIp: newIp() }, body }).expect(status);
    expect(answer.body.code).toBe(code);
    expect(answer.headers).not.toHaveProperty('genkan-set-draft');
    expect(answer.headers).not.toHaveProperty('genkan-recorded');
    expect(await identity.events()).toHaveLength(before);
  });

  it('is possible 20 times an hour from one network, whatever the address in it', async () => {
    const network = newIp().slice(0, -1);
    const start = (host: number) =>
      identity.call(startRegistration, { as: { sourceIp: `${network}${host.toString(16)}` }, body: choice });
    for (let host = 1; host <= 20; host += 1) await start(host).expect(201);
    const refused = await start(21).expect(429);
    expect(refused.body.code).toBe('identity.registration_budget_exhausted');
    expect(refused.headers['retry-after']).toBe('3600');
    await identity.call(startRegistration, { as: { sourceIp: newIp() }, body: choice }).expect(201);

    identity.clock.advance(3_600_000);
    await start(22).expect(201);
    identity.clock.advance(-3_600_000);
  });
});
