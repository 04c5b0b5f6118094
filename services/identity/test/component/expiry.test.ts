import { completeRegistration, getRegistration, startRegistration } from '@genkan/contracts/identity/registration';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newIp, passwords, seedReadyDraft, signUpTo } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

const DAY_MS = 86_400_000;

let identity: Identity;
let travelledMs = 0;
beforeAll(async () => {
  identity = await startIdentity();
});
afterEach(() => {
  identity.clock.advance(-travelledMs);
  travelledMs = 0;
});
afterAll(() => identity.stop());

const travel = (ms: number) => {
  identity.clock.advance(ms);
  travelledMs += ms;
};
const exists = async (id: string) =>
  (await identity.dataSource.query('SELECT 1 FROM registration_drafts WHERE id = ?', [id])).length === 1;
const lastEventOf = async (key: string) => (await identity.events(key)).at(-1);

describe('a draft that nobody completes', () => {
  it('is gone after seven days, before anything removed it', async () => {
    const { as } = await signUpTo(identity, 'profile');
    travel(7 * DAY_MS);
    const { body } = await identity.call(getRegistration, { as }).expect(404);
    expect(body.code).toBe('identity.registration_not_found');
  });

  it('is removed with its proofs, and its log says so', async () => {
    const { draftId } = await signUpTo(identity, 'profile');
    travel(7 * DAY_MS - 1);
    await identity.runJobs();
    expect(await exists(draftId)).toBe(true);
    travel(1);
    await identity.runJobs();
    expect(await exists(draftId)).toBe(false);
    expect(await identity.dataSource.query('SELECT 1 FROM registration_proofs WHERE draft_id = ?', [draftId])).toEqual(
      [],
    );
    expect(await lastEventOf(draftId)).toMatchObject({
      type: 'genkan.identity.registration.expired.v1',
      correlationId: draftId,
      data: { activity: { action: 'ExpireRegistration', actor: { type: 'system' }, source: 'SYSTEM', sourceIp: '' } },
    });
  });

  it('is removed though an older one cannot be read, and the run fails for that one', async () => {
    const [bad, good] = [await seedReadyDraft(identity), await seedReadyDraft(identity)];
    const set = (content: unknown) =>
      identity.dataSource.query('UPDATE registration_drafts SET content = ? WHERE id = ?', [content, bad.draftId]);
    const [{ content }] = await identity.dataSource.query('SELECT content FROM registration_drafts WHERE id = ?', [
      bad.draftId,
    ]);
    await set(Buffer.from('garbage'));
    await identity.dataSource.query(
      'UPDATE registration_drafts SET expires_at = expires_at - INTERVAL 1 HOUR WHERE id = ?',
      [bad.draftId],
    );
    travel(7 * DAY_MS);
    await expect(identity.runJobs()).rejects.toThrow('1 drafts could not be removed');
    expect([await exists(bad.draftId), await exists(good.draftId)]).toEqual([true, false]);
    await set(content);
    await identity.runJobs();
    expect(await exists(bad.draftId)).toBe(false);
  });

  it('is removed once, by however many run the job', async () => {
    const drafts = await Promise.all(Array.from({ length: 5 }, () => seedReadyDraft(identity)));
    travel(7 * DAY_MS);
    await Promise.all([identity.runJobs(), identity.runJobs(), identity.runJobs()]);
    for (const { draftId } of drafts) {
      const expired = await identity.events(draftId);
      expect(expired).toHaveLength(1);
    }
  });
});

describe('a completed draft', () => {
  it('is removed after a day, and nothing is told of it', async () => {
    const { draftId, as } = await seedReadyDraft(identity);
    await identity.call(completeRegistration, { as, body: passwords }).expect(201);
    travel(DAY_MS - 1);
    await identity.runJobs();
    expect(await exists(draftId)).toBe(true);
    travel(1);
    await identity.runJobs();
    expect(await exists(draftId)).toBe(false);
    expect(await lastEventOf(draftId)).toBeUndefined();
  });
});

it('removes budgets whose window has ended', async () => {
  const body = { country: 'KR', type: 'individual', language: 'ko' };
  await identity.call(startRegistration, { as: { sourceIp: newIp() }, body }).expect(201);
  travel(3_600_000);
  await identity.runJobs();
  expect(await identity.dataSource.query('SELECT 1 FROM registration_budgets')).toEqual([]);
});
