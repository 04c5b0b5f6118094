import { readFileSync } from 'node:fs';
import { anonymousActor } from '@genkan/contracts/call-context';
import { getMember } from '@genkan/contracts/identity/members';
import { getRegistration, updateRegistration } from '@genkan/contracts/identity/registration';
import { defineSealedContent } from '@genkan/credentials/sealed-content';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { memberContent } from '../../src/members/member-content.js';
import { draftContent } from '../../src/registration/draft-content.js';
import { profile, signUp, signUpTo } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

/** The contents of a release that has one more field, added as the checklist says. */
const motto = z.string().nullable().default(null);
const newerMember = defineSealedContent({
  ...memberContent,
  version: memberContent.version + 1,
  schema: memberContent.schema.extend({ motto }),
});
const newerDraft = defineSealedContent({
  ...draftContent,
  version: draftContent.version + 1,
  schema: draftContent.schema.extend({ motto }),
});

const personalOf = async (memberId: string): Promise<Buffer> =>
  (await identity.dataSource.query('SELECT personal FROM members WHERE id = ?', [memberId]))[0].personal;
const setPersonal = (memberId: string, personal: Buffer) =>
  identity.dataSource.query('UPDATE members SET personal = ? WHERE id = ?', [personal, memberId]);
const seeMember = ({ memberId, accountNo }: { memberId: string; accountNo: string }) =>
  identity.call(getMember, {
    as: { actor: { ...anonymousActor, type: 'main', id: memberId }, accountNo, stage: 'full' },
  });

describe('a member', () => {
  it('that the first release sealed is shown by today’s', async () => {
    const member = await signUp(identity);
    const [{ stored }] = JSON.parse(readFileSync(new URL('../../../golden/member.v1.json', import.meta.url), 'utf8'));
    const older = defineSealedContent({ ...memberContent, version: 1, schema: z.looseObject({}) });
    await setPersonal(member.memberId, identity.protection.seal(older, stored, member.memberId));
    const { body } = await seeMember(member).expect(200);
    expect(body).toMatchObject(stored);
  });

  it('that today’s release sealed has the default of a field that comes later', async () => {
    const { memberId, email } = await signUp(identity);
    const opened = identity.protection.open(newerMember, await personalOf(memberId), memberId);
    expect(opened).toMatchObject({ loginId: email, name: profile.name, motto: null });
  });

  it('that a newer release sealed is shown by today’s as before', async () => {
    const member = await signUp(identity);
    const { protection } = identity;
    const { body: before } = await seeMember(member).expect(200);
    const personal = protection.open(memberContent, await personalOf(member.memberId), member.memberId);
    await setPersonal(
      member.memberId,
      protection.seal(newerMember, { ...personal, motto: 'Onwards' }, member.memberId),
    );
    const { body } = await seeMember(member).expect(200);
    expect(body).toEqual(before);
  });

  it('whose content lost a field is not shown in part', async () => {
    const member = await signUp(identity);
    const older = defineSealedContent({ ...memberContent, schema: memberContent.schema.omit({ phone: true }) });
    const personal = identity.protection.open(older, await personalOf(member.memberId), member.memberId);
    await setPersonal(member.memberId, identity.protection.seal(older, personal, member.memberId));
    const { body } = await seeMember(member).expect(500);
    expect(body.code).toBe('gateway.internal_error');
  });
});

describe('a draft that a newer release sealed', () => {
  const contentOf = async (id: string): Promise<Buffer> =>
    (await identity.dataSource.query('SELECT content FROM registration_drafts WHERE id = ?', [id]))[0].content;

  async function newerDraftOf() {
    const draft = await signUpTo(identity, 'profile');
    const { protection, dataSource } = identity;
    const content = protection.open(draftContent, await contentOf(draft.draftId), draft.draftId);
    const sealed = protection.seal(newerDraft, { ...content, motto: 'Onwards' }, draft.draftId);
    await dataSource.query('UPDATE registration_drafts SET content = ? WHERE id = ?', [sealed, draft.draftId]);
    return draft;
  }

  it('is shown, and waits for that release with its changes, so that nothing of it is lost', async () => {
    const { draftId, as, etag, email } = await newerDraftOf();
    const shown = await identity.call(getRegistration, { as }).expect(200);
    expect(shown.body).toMatchObject({ email, nextStep: 'profile' });

    const refused = await identity.call(updateRegistration, { as, body: profile, ifMatch: etag }).expect(503);
    expect([refused.body.code, refused.headers['retry-after']]).toEqual(['gateway.unavailable', '1']);
    const kept = identity.protection.open(newerDraft, await contentOf(draftId), draftId);
    expect(kept).toMatchObject({ motto: 'Onwards', profile: null });
  });

  it('is removed when its time is over', async () => {
    const { draftId } = await newerDraftOf();
    identity.clock.advance(8 * 86_400_000);
    await identity.runJobs();
    expect(await identity.storedDraft(draftId)).toBeUndefined();
  });
});
