import {
  getRegistration,
  giveConsents,
  redeemProof,
  resumeRegistration,
  updateRegistration,
} from '@genkan/contracts/identity/registration';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consents, profile, signUpTo } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const updates = [
  ['consents', giveConsents, consents],
  ['profile', updateRegistration, profile],
] as const;

describe.each(updates)('an update of the %s', (step, endpoint, body) => {
  it('without If-Match is 428', async () => {
    const { draftId, as } = await signUpTo(identity, step);
    const before = (await identity.events(draftId)).length;
    const answer = await identity.call(endpoint, { as, body });
    expect([answer.status, answer.body.code]).toEqual([428, 'gateway.precondition_required']);
    expect(await identity.events(draftId)).toHaveLength(before);
  });

  it.each(['*', 'W/"1"', '1', '"one"'])('with the If-Match %s is 400', async (ifMatch) => {
    const { as } = await signUpTo(identity, step);
    const answer = await identity.call(endpoint, { as, body, ifMatch }).expect(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ field: 'header.if-match', code: 'wrong_format' })]);
  });

  it('that was made of an older version is 412, and changes nothing', async () => {
    const { draftId, as, etag } = await signUpTo(identity, step);
    const first = await identity.call(endpoint, { as, body, ifMatch: etag }).expect(200);
    const stored = await identity.storedDraft(draftId);
    const events = await identity.events(draftId);
    const second = await identity.call(endpoint, { as, body, ifMatch: etag });
    expect([second.status, second.body.code]).toEqual([412, 'gateway.precondition_failed']);
    expect(await identity.storedDraft(draftId)).toEqual(stored);
    expect(await identity.events(draftId)).toEqual(events);
    await identity.call(endpoint, { as, body, ifMatch: first.headers.etag }).expect(200);
  });

  it('is done once when twenty at a time were made of one version', async () => {
    const { draftId, as, etag } = await signUpTo(identity, step);
    const before = (await identity.events(draftId)).length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => identity.call(endpoint, { as, body, ifMatch: etag })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(412)]);
    expect(await identity.events(draftId)).toHaveLength(before + 1);
  });
});

describe('the ETag', () => {
  it('is in every answer that shows the draft, and changes with it', async () => {
    const { draftId, as, email, etag: started } = await signUpTo(identity, 'consents');
    const given = await identity.call(giveConsents, { as, body: consents, ifMatch: started });
    const proof = identity.proof(draftId, 'email', email);
    const proven = await identity.call(redeemProof, { as, body: { proof } });
    const read = await identity.call(getRegistration, { as });
    expect([started, given.headers.etag, proven.headers.etag, read.headers.etag]).toEqual(['"1"', '"2"', '"3"', '"3"']);
  });

  it('of a draft that was resumed is its own', async () => {
    const { email } = await signUpTo(identity, 'completion');
    const { as } = await signUpTo(identity, 'phone', { email });
    const resumed = await identity.call(resumeRegistration, { as }).expect(200);
    expect(resumed.headers.etag).toBe('"6"');
  });

  it('spares a client that has the draft already its transfer', async () => {
    const { as, etag } = await signUpTo(identity, 'consents');
    const { status, text } = await identity.call(getRegistration, { as }).set('if-none-match', etag ?? '');
    expect([status, text]).toEqual([304, '']);
  });
});
