import { anonymousActor } from '@genkan/contracts/call-context';
import { getMember } from '@genkan/contracts/identity/members';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { profile, signUp } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const asMember = (memberId: string, accountNo: string) => ({
  actor: { ...anonymousActor, type: 'main' as const, id: memberId, loginId: 'k***@example.com' },
  accountNo,
  stage: 'full' as const,
});

describe('one’s own profile', () => {
  it('is shown whole to its owner, with the account', async () => {
    const { memberId, accountNo, email, phone } = await signUp(identity);
    const answer = await identity.call(getMember, { as: asMember(memberId, accountNo) }).expect(200);
    const registeredAt = '2026-11-23T09:00:00.000Z';
    expect(answer.body).toEqual({
      ...profile,
      memberId,
      accountNo,
      version: 1,
      loginId: email,
      phone,
      country: 'KR',
      type: 'individual',
      status: 'active',
      marketing: { email: true, sms: false },
      registeredAt,
      account: { accountNo, status: 'active', createdAt: registeredAt },
    });
    expect(answer.headers).not.toHaveProperty('genkan-recorded');
  });

  it('is the caller’s own, though a query or a body names another member', async () => {
    const [one, other] = [await signUp(identity), await signUp(identity)];
    const as = asMember(one.memberId, one.accountNo);
    await identity.call(getMember, { as }).query({ accountNo: other.accountNo }).expect(400);
    const { body } = await identity.call(getMember, { as, body: { memberId: other.memberId } });
    expect(body.memberId === other.memberId).toBe(false);
  });

  it('does not exist in another account', async () => {
    const [one, other] = [await signUp(identity), await signUp(identity)];
    const { body } = await identity.call(getMember, { as: asMember(one.memberId, other.accountNo) }).expect(404);
    expect(body.code).toBe('identity.member_not_found');
  });
});

describe('what is stored of a member', () => {
  it('can be read by nobody who has only the database', async () => {
    const { memberId, email, phone } = await signUp(identity);
    const [row]: Record<string, unknown>[] = await identity.dataSource.query('SELECT * FROM members WHERE id = ?', [
      memberId,
    ]);
    const stored = Object.values(row ?? {})
      .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
      .join('\n');
    const personal = [email, phone, profile.name, profile.birthDate, profile.address.line1];
    for (const text of personal) expect(stored).not.toContain(Buffer.from(text).toString('latin1'));
  });

  it('opens in its own row alone', async () => {
    const [one, other] = [await signUp(identity), await signUp(identity)];
    await identity.dataSource.query(
      'UPDATE members m, (SELECT personal FROM members WHERE id = ?) o SET m.personal = o.personal WHERE m.id = ?',
      [one.memberId, other.memberId],
    );
    await identity.call(getMember, { as: asMember(other.memberId, other.accountNo) }).expect(500);
  });
});

describe('finding a member by login id', () => {
  it('takes any spelling of the mailbox, and nothing else', async () => {
    const { memberId, email } = await signUp(identity);
    const find = (loginId: string) => identity.members.findByLoginId(identity.dataSource.manager, loginId);
    expect(await find(email.toUpperCase())).toMatchObject({ memberId });
    expect(await find(` ${email}`)).toBeNull();
    expect(await find('not an address')).toBeNull();
    expect(await find('')).toBeNull();
  });
});
