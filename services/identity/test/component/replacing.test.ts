import { signInAsOperator } from '@genkan/contracts/identity/sign-in';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventNames, lookUp, newMember, signedIn, tokenOf, trySignIn, wrong } from './sign-in-calls.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const endings = async (accountNo: string) =>
  (await identity.events(accountNo)).filter(({ type }) => type === 'genkan.identity.session.ended.v1');

describe('a sign-in in a browser that carries a session', () => {
  it('ends that session, as a consequence of the one that it starts, and no other', async () => {
    const member = await newMember(identity);
    const [old, elsewhere] = [await signedIn(identity, member), await signedIn(identity, member)];
    const answer = await trySignIn(identity, member.email, { session: old.token }).expect(201);
    await lookUp(identity, old.token).expect(404);
    await lookUp(identity, elsewhere.token).expect(200);
    await lookUp(identity, tokenOf(answer)).expect(200);
    expect(await endings(member.accountNo)).toMatchObject([
      {
        causationId: answer.headers['genkan-recorded'],
        data: {
          sessionId: old.sessionId,
          version: 2,
          reason: 'replaced',
          activity: { action: 'EndSession', actor: { type: 'main', id: member.memberId, sessionId: old.sessionId } },
        },
      },
    ]);
    const [row] = await identity.dataSource.query('SELECT end_reason FROM sessions WHERE id = ?', [old.sessionId]);
    expect(row).toEqual({ end_reason: 'replaced' });
  });

  it('ends that of another member too, whose log does not say who came after', async () => {
    const [one, other] = [await newMember(identity), await newMember(identity)];
    const old = await signedIn(identity, one);
    const { body } = await trySignIn(identity, other.email, { session: old.token }).expect(201);
    await lookUp(identity, old.token).expect(404);
    const [ended, ...more] = await endings(one.accountNo);
    expect(more).toEqual([]);
    expect(ended?.data).toMatchObject({ reason: 'replaced', activity: { actor: { id: one.memberId } } });
    for (const text of [other.memberId, other.accountNo, body.sessionId]) expect(ended?.text).not.toContain(text);
    expect((await eventNames(identity, other.accountNo)).slice(-2)).toEqual(['session.started', 'device.added']);
  });

  it('ends nothing when it fails', async () => {
    const member = await newMember(identity);
    const { token } = await signedIn(identity, member);
    await trySignIn(identity, member.email, { session: token, password: wrong }).expect(401);
    await trySignIn(identity, member.email, { session: token, endpoint: signInAsOperator }).expect(401);
    await lookUp(identity, token).expect(200);
  });

  it('works when that session has ended, was never there or is over by time, which is told as such', async () => {
    const member = await newMember(identity);
    const { token } = await signedIn(identity, member);
    await trySignIn(identity, member.email, { session: token }).expect(201);
    await trySignIn(identity, member.email, { session: token }).expect(201);
    await trySignIn(identity, member.email, { session: 'x'.repeat(43) }).expect(201);
    expect(await endings(member.accountNo)).toHaveLength(1);

    const other = await newMember(identity);
    const idle = await signedIn(identity, other);
    identity.clock.advance(30 * 60_000);
    await trySignIn(identity, other.email, { session: idle.token }).expect(201);
    await identity.runJobs();
    expect(await endings(other.accountNo)).toMatchObject([{ data: { reason: 'idle' } }]);
  });

  it('ends it once, however many sign-ins carry it at once', async () => {
    const member = await newMember(identity);
    const { token } = await signedIn(identity, member);
    const again = () => trySignIn(identity, member.email, { session: token });
    const answers = await Promise.all(Array.from({ length: 5 }, again));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
    expect(await endings(member.accountNo)).toMatchObject([{ data: { reason: 'replaced' } }]);
  });
});
