import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { systemIds } from '@genkan/config/ids';
import { anonymousActor, systemActor } from '@genkan/contracts/call-context';
import { forgetDevice, forgetDevices, listDevices } from '@genkan/contracts/identity/devices';
import { listSessions, signOut } from '@genkan/contracts/identity/sessions';
import { signIn, signInAsOperator } from '@genkan/contracts/identity/sign-in';
import { createPasswordPolicy } from '@genkan/credentials/password-policy';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createTransact } from '@genkan/messaging/transact';
import { testSecret } from '@genkan/service-kit/test/start-service';
import { testCtx } from '@genkan/testing/test-ctx';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAddOperator } from '../../src/operators/add-operator.js';
import { mysqlOperatorRepository } from '../../src/operators/operator-repository.js';
import { deviceOf, lookUp, newMember, tokenOf, trySignIn, wrong } from './sign-in-calls.js';
import { newEmail, password } from './sign-up.js';
import { type Identity, startIdentity } from './start-identity.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const add = (loginId: string, typed = password) => {
  const { dataSource, protection, hasher, clock } = identity;
  const addOperator = createAddOperator({
    transact: createTransact({ dataSource, outbox: createOutboxWriter({ service: 'identity', ids: systemIds }) }),
    operators: mysqlOperatorRepository(protection),
    passwordPolicy: createPasswordPolicy({ maxLength: 128 }),
    hasher,
    ids: systemIds,
  });
  const actor = { ...systemActor, type: 'operator' as const, id: 'root' };
  return addOperator(testCtx({ actor, source: 'SYSTEM', sourceIp: '', clock }), { loginId, password: typed });
};
const asOperator = { endpoint: signInAsOperator };
/** Events since a number of them, which is how many there were before. */
const eventsSince = async (count: number) => (await identity.events()).slice(count);

describe('an operator', () => {
  it('is made once: stored, told to operators alone', async () => {
    const [loginId, before] = [newEmail(), (await identity.events()).length];
    const { id } = await add(loginId);
    await expect(add(loginId.toUpperCase())).rejects.toThrow(
      `There is an operator "${loginId.toUpperCase()}" already.`,
    );
    const events = await eventsSince(before);
    expect(events).toMatchObject([
      {
        type: 'genkan.identity.operator.created.v1',
        key: events[0]?.id,
        data: {
          version: 1,
          operatorId: id,
          loginId: 'k***@example.com',
          activity: { scope: 'platform', visibility: 'operator', actor: { type: 'operator', id: 'root' } },
        },
      },
    ]);
    expect(events[0]?.text).not.toContain(loginId);
  });

  it.each([
    ['short1!', 'too_short'],
    ['qzWxyvKmLt', 'needs_digit'],
    ['Password1!', 'common'],
    [`qz7!Wx#k9$Lm2@Rt${'v'.repeat(113)}`, 'too_long'],
  ])('needs a password by the rule: not "%s"', async (typed, problem) => {
    await expect(add(newEmail(), typed)).rejects.toThrow(problem);
  });

  it('may have a password of 128 characters', async () => {
    const [loginId, long] = [newEmail(), `qz7!Wx#k9$Lm2@Rt${'vbnmqwerty'.repeat(11)}zz`];
    await add(loginId, long);
    await trySignIn(identity, loginId, { ...asOperator, password: long }).expect(201);
  });

  it('needs an e-mail address', async () => {
    await expect(add('root')).rejects.toThrow('"root" is no e-mail address');
  });

  it('signs in, is listed, signs out: all of it in the platform’s log', async () => {
    const loginId = newEmail();
    const { id } = await add(loginId);
    const before = (await identity.events()).length;
    const answer = await trySignIn(identity, loginId, asOperator).expect(201);
    expect(answer.body).toMatchObject({ accountNo: null, stage: 'full' });
    const { body: entry } = await lookUp(identity, tokenOf(answer)).expect(200);
    expect(entry).toMatchObject({ actor: { type: 'operator', id }, accountNo: null });
    const as = { actor: entry.actor, stage: 'full' as const };
    const { body: list } = await identity.call(listSessions, { as }).expect(200);
    expect(list.items).toMatchObject([{ sessionId: answer.body.sessionId, current: true }]);
    await identity.call(signOut, { as }).expect(204);
    await trySignIn(identity, loginId, { ...asOperator, password: wrong }).expect(401);

    const events = await eventsSince(before);
    expect(events.map(({ type }) => type.split('.').slice(2, 4).join('.'))).toEqual([
      'session.started',
      'session.ended',
      'sign-in.failed',
    ]);
    for (const { id: eventId, key, data } of events) {
      expect(data.activity).toMatchObject({ scope: 'platform', visibility: 'operator' });
      expect(key).toBe(eventId);
    }
    expect(events[0]?.data).toMatchObject({ principalType: 'operator', principalId: id, accountNo: null });
    expect(events[2]?.data).toMatchObject({ knownId: true });
  });
});

it('an operator sees and forgets devices, told to operators alone', async () => {
  const loginId = newEmail();
  const { id } = await add(loginId);
  const signedIn = async () => {
    const answer = await trySignIn(identity, loginId, asOperator).expect(201);
    const { body } = await lookUp(identity, tokenOf(answer)).expect(200);
    return { actor: body.actor, stage: 'full' as const };
  };
  const as = await signedIn();
  const { body } = await identity.call(listDevices, { as }).expect(200);
  expect(body.items).toMatchObject([{ current: true }]);
  const before = (await identity.events()).length;
  const [{ deviceId }] = body.items;
  await identity.call(forgetDevice, { as, params: { deviceId } }).expect(204);
  await identity.call(forgetDevices, { as: await signedIn() }).expect(204);
  const forgotten = (await eventsSince(before)).filter(({ data }) => String(data.activity.action).startsWith('Forget'));
  const owner = { principalType: 'operator', principalId: id, accountNo: null, activity: { scope: 'platform' } };
  expect(forgotten.map(({ data }) => data)).toMatchObject([
    { ...owner, deviceId },
    { ...owner, count: 1 },
  ]);
});

describe('operators and members', () => {
  it('are found at their own address only', async () => {
    const [member, loginId] = [await newMember(identity), newEmail()];
    await add(loginId);
    await trySignIn(identity, member.email, asOperator).expect(401);
    await trySignIn(identity, loginId, { endpoint: signIn }).expect(401);
  });

  it('share neither locks nor devices, with one and the same address', async () => {
    const { email } = await newMember(identity);
    await add(email);
    for (let guess = 1; guess <= 5; guess += 1) await trySignIn(identity, email, { password: wrong }).expect(401);
    const before = (await identity.events()).length;
    const device = deviceOf(await trySignIn(identity, email, asOperator).expect(201));
    expect((await eventsSince(before)).map(({ data }) => data.activity.scope)).toEqual(['platform']);
    await trySignIn(identity, email, { device }).expect(429);
    for (let guess = 1; guess <= 5; guess += 1) {
      await trySignIn(identity, email, { ...asOperator, password: wrong }).expect(401);
    }
    await trySignIn(identity, email, asOperator).expect(429);
    expect((await identity.events()).at(-1)).toMatchObject({
      type: 'genkan.identity.sign-in.locked.v1',
      data: { knownId: true, memberId: null, accountNo: null, activity: { scope: 'platform' } },
    });
    await trySignIn(identity, email, { ...asOperator, device }).expect(201);
  });

  it('get equal answers, known or not', async () => {
    const loginId = newEmail();
    await add(loginId);
    const seen = async (who: string) => {
      const { status, text: body } = await trySignIn(identity, who, { ...asOperator, password: wrong });
      return `${status} ${body.replace(/"requestId":"[^"]+"/, '')}`;
    };
    expect(await seen(newEmail())).toBe(await seen(loginId));
  });

  it('an anonymous caller lists nothing', async () => {
    await identity.call(listSessions, { as: { actor: anonymousActor } }).expect(403);
  });
});

describe('the command', () => {
  const run = async (args: readonly string[], { input = '', env = {} }: { input?: string; env?: object } = {}) => {
    const command = fileURLToPath(new URL('../../src/create-operator-command.js', import.meta.url));
    const variables = {
      PATH: process.env.PATH,
      DATABASE_URL: identity.databaseUrl,
      LOOKUP_KEY: testSecret(2),
      SEALING_KEY: testSecret(1),
      ...env,
    };
    const child = spawn(process.execPath, [command, ...args], { env: variables });
    child.stdin.end(input);
    const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code, out, error };
  };

  it('makes an operator who can sign in, with the password from standard input', async () => {
    const loginId = newEmail();
    const done = await run(['--login-id', loginId], { input: `${password}\n` });
    expect(done).toMatchObject({ code: 0, error: '' });
    expect(done.out).toContain(`Operator ${loginId} was created`);
    await trySignIn(identity, loginId, asOperator).expect(201);
    expect((await identity.events()).filter(({ type }) => type.includes('operator.created')).at(-1)).toMatchObject({
      data: { activity: { actor: { type: 'operator', id: expect.any(String) }, source: 'SYSTEM' } },
    });
  });

  it('takes the password from the environment, and refuses a taken login id in one sentence', async () => {
    const [loginId, env] = [newEmail(), { OPERATOR_PASSWORD: password }];
    expect(await run(['--login-id', loginId], { env })).toMatchObject({ code: 0 });
    expect(await run(['--login-id', loginId], { env })).toEqual({
      code: 1,
      out: '',
      error: `There is an operator "${loginId}" already.\n`,
    });
  });

  it.each([
    ['without a login id', [], 'Usage: npm run operator:create'],
    ['with a password on the command line', ['--login-id', 'ops@example.com', '--password', 'x'], 'Usage: '],
  ])('says how it is used when called %s', async (_, args, sentence) => {
    const { code, error } = await run(args);
    expect(code).toBe(1);
    expect(error).toContain(sentence);
  });
});
