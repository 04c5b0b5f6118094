import { beforeAll, describe, expect, it } from '@jest/globals';
import { readLog } from '../src/find-records.js';
import { newPerson, signIn } from '../src/individual.js';
import { choice, complete, giveConsents, prove, saveProfile } from './outcomes/people.js';
import { eventually, newClient } from './platform.js';

describe('a sign-up that was left on one device', () => {
  const person = { ...newPerson(), password: 'Gate-2026-way' };
  const [phone, laptop] = [newClient(), newClient()];
  /** Who still has the cookie that the first device got. */
  const keeper = newClient();
  let [firstDraft, secondDraft] = ['', ''];

  beforeAll(async () => {
    firstDraft = (await phone.expect(201, 'POST', '/registrations', { body: choice })).body.draftId;
    await giveConsents(phone);
    const { messageId } = await prove(phone, 'registration-email', person.email);
    for (const [name, value] of phone.cookies) keeper.cookies.set(name, value);

    secondDraft = (await laptop.expect(201, 'POST', '/registrations', { body: choice })).body.draftId;
    await giveConsents(laptop);
    const { reply } = await prove(laptop, 'registration-email', person.email, messageId);
    expect(reply.body).toMatchObject({ draftId: secondDraft, otherDraft: true });
  });

  it('goes on there by the cookie', async () => {
    const { body } = await phone.expect(200, 'GET', '/registrations/current');
    expect(body).toMatchObject({ draftId: firstDraft, email: person.email, nextStep: 'phone' });
  });

  it('goes on at another by proving its e-mail address, with a cookie of its own', async () => {
    const before = laptop.cookies.get('__Host-draft');
    const { body } = await laptop.expect(200, 'POST', '/registrations/current/resume');
    expect(body).toMatchObject({ draftId: firstDraft, email: person.email, nextStep: 'phone' });
    expect(laptop.cookies.get('__Host-draft')).not.toBe(before);
    const again = await laptop.expect(200, 'GET', '/registrations/current');
    expect(again.body.draftId).toBe(firstDraft);
  });

  it('is closed to the cookie of the first device within a second', async () => {
    const endedAt = Date.now();
    const isShut = async () => (await keeper.call('GET', '/registrations/current')).status === 401;
    await eventually('the end', isShut, 3_000);
    expect(Date.now() - endedAt).toBeLessThan(1_100);
  });

  it('ends with one member, whose log has the steps of both sign-ups', async () => {
    await prove(laptop, 'registration-phone', person.phone);
    await saveProfile(laptop);
    const { status, body } = await complete(laptop);
    expect(status).toBe(201);
    await signIn(laptop, person);
    const log = await eventually('both sign-ups in the log', async () => {
      const found = await readLog(laptop);
      const scopes = new Set(found.map((record) => record.scope));
      return [firstDraft, secondDraft, body.accountNo].every((scope) => scopes.has(scope)) && found;
    });
    const actionsOf = (scope: string) => log.filter((record) => record.scope === scope).map(({ action }) => action);
    const steps = ['StartRegistration', 'GiveConsents', 'RequestChallenge', 'AnswerChallenge', 'RedeemProof'];
    expect(actionsOf(secondDraft)).toEqual(expect.arrayContaining(steps));
    expect(actionsOf(firstDraft)).toEqual(expect.arrayContaining([...steps, 'ResumeRegistration']));
  });
});
