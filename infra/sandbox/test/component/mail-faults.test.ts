import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { type RunningSandbox, runningSandbox } from './running-sandbox.js';

describe('a mail fault', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await runningSandbox();
  });
  afterAll(() => sandbox.close());

  async function fault(body: object): Promise<string> {
    const answer = await sandbox.call('POST', '/api/faults', body);
    expect(answer.status).toBe(201);
    return answer.body.id;
  }

  it.each([
    [{ kind: 'mailbox_full' }, 552, '552 5.2.2 The mailbox is full'],
    [{ kind: 'mailbox_full', replyCode: 452 }, 452, '452 4.2.2 The mailbox is full'],
    [{ kind: 'refused' }, 550, '550 5.1.1 There is no such mailbox here'],
    [{ kind: 'spam_refused' }, 554, '554 5.7.1 Refused as spam'],
    [{ kind: 'temporary' }, 451, '451 4.3.0 Not now, try again later'],
  ])('%j refuses the recipient with %i', async (body, responseCode, response) => {
    const to = `r${responseCode}@refusing.example`;
    await fault({ match: to, ...body });
    await expect(sandbox.sendMail({ to })).rejects.toMatchObject({ code: 'EENVELOPE', responseCode, response });
    expect(await sandbox.messages(`to=${to}`)).toEqual([]);
  });

  it('"refused" leaves the other recipients of the same mail alone', async () => {
    await fault({ match: 'wrong@mixed.example', kind: 'refused' });
    const sent = await sandbox.sendMail({ to: ['wrong@mixed.example', 'right@mixed.example'] });
    expect(sent).toMatchObject({ accepted: ['right@mixed.example'], rejected: ['wrong@mixed.example'] });
    expect(await sandbox.messages('to=right@mixed.example')).toHaveLength(1);
  });

  it('"spam_folder" accepts with 250, and only the spam folder shows the mail', async () => {
    await fault({ match: 'spam.example', kind: 'spam_folder' });
    const sent = await sandbox.sendMail({ to: 'kim@spam.example' });
    expect(sent.response).toMatch(/^250 /);
    expect(await sandbox.messages('to=kim@spam.example')).toEqual([]);
    expect(await sandbox.messages('to=kim@spam.example&folder=spam')).toMatchObject([
      { folder: 'spam', code: '048213' },
    ]);
    expect(await sandbox.messages('to=kim@spam.example&folder=all')).toHaveLength(1);
  });

  it('"slow" accepts only after its delay', async () => {
    await fault({ match: 'kim@slow.example', kind: 'slow', delayMs: 300 });
    const startedMs = performance.now();
    await sandbox.sendMail({ to: 'kim@slow.example' });
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(295);
    expect(await sandbox.messages('to=kim@slow.example')).toHaveLength(1);
  });

  it('"slow" delivers even to a sender that gave up meanwhile', async () => {
    await fault({ match: 'late@slow.example', kind: 'slow', delayMs: 2_000 });
    const client = createTransport({ host: '127.0.0.1', port: sandbox.smtpPort, socketTimeout: 1_000 });
    await expect(client.sendMail({ from: 'a@example.com', to: 'late@slow.example' })).rejects.toMatchObject({
      code: 'ETIMEDOUT',
    });
    expect((await sandbox.call('GET', '/api/messages/next?to=late@slow.example')).status).toBe(200);
  });

  it('"disconnect" drops the connection while the mail is being sent', async () => {
    await fault({ match: 'kim@dropped.example', kind: 'disconnect' });
    await expect(sandbox.sendMail({ to: 'kim@dropped.example' })).rejects.toMatchObject({ command: 'CONN' });
    expect(await sandbox.messages('to=kim@dropped.example')).toEqual([]);
  });

  it('strikes as often as "times" says and then no more', async () => {
    const id = await fault({ match: 'kim@twice.example', kind: 'temporary', times: 2 });
    for (const _attempt of [1, 2])
      await expect(sandbox.sendMail({ to: 'kim@twice.example' })).rejects.toMatchObject({ responseCode: 451 });
    await sandbox.sendMail({ to: 'kim@twice.example' });
    const { body } = await sandbox.call('GET', '/api/faults');
    expect(body).toContainEqual({ id, match: 'kim@twice.example', kind: 'temporary', times: 2, used: 2 });
  });

  it('strikes exactly "times" of many mails at once', async () => {
    await fault({ match: '@crowd.example', kind: 'refused', times: 7 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) => sandbox.sendMail({ to: `p${index}@crowd.example` })),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(7);
  });
});

describe('a slow greeting', () => {
  it('keeps a client that connects waiting', async () => {
    const sandbox = await runningSandbox();
    try {
      await sandbox.call('PUT', '/api/faults', [{ match: '*', kind: 'slow_greeting', delayMs: 300, times: 1 }]);
      const startedMs = performance.now();
      await sandbox.sendMail({ to: 'kim@example.com' });
      expect(performance.now() - startedMs).toBeGreaterThanOrEqual(295);
    } finally {
      await sandbox.close();
    }
  });
});

describe('closing', () => {
  it('ends a conversation that a fault holds up', async () => {
    const sandbox = await runningSandbox();
    await sandbox.call('PUT', '/api/faults', [{ match: '*', kind: 'slow_greeting', delayMs: 60_000 }]);
    const sending = expect(sandbox.sendMail({ to: 'kim@example.com' })).rejects.toBeDefined();
    while ((await sandbox.call('GET', '/api/faults')).body[0].used === 0);
    await sandbox.close();
    await sending;
  });
});
