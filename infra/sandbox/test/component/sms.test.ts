import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningSandbox, runningSandbox } from './running-sandbox.js';

describe('the SMS provider', () => {
  let sandbox: RunningSandbox;
  let sms: { to: string; text: string; reference: string };
  let lastNumber = 0;
  beforeAll(async () => {
    sandbox = await runningSandbox();
  });
  afterAll(() => sandbox.close());

  const number = () => `+8210${String(++lastNumber).padStart(8, '0')}`;
  const fault = (body: object) => sandbox.call('POST', '/api/faults', body);
  const inboxOf = (to: string) => sandbox.messages(`to=${encodeURIComponent(to)}`);

  it('accepts a message with 202 and its id', async () => {
    sms = { to: number(), text: '[Genkan] 048213', reference: 'delivery-1' };
    const answer = await sandbox.sendSms(sms);
    expect(answer.status).toBe(202);
    expect(await inboxOf(sms.to)).toMatchObject([
      { ...answer.body, ...sms, channel: 'sms', code: '048213', subject: null },
    ]);
  });

  it.each(['', 'Bearer', 'Bearer wrong', 'Basic a2V5', 'key-of-the-tests', 'Bearer key-of-the-tests x'])(
    'refuses the authorization %j',
    async (authorization) => {
      const answer = await sandbox.call('POST', '/sms/messages', { to: number(), text: 'x' }, { authorization });
      expect(answer).toMatchObject({ status: 401, body: { code: 'sandbox.sms_key_refused' } });
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    },
  );

  it.each([
    [{}],
    [[]],
    [{ to: '010-1234-5678', text: 'x' }],
    [{ to: '+0821012345678', text: 'x' }],
    [{ to: '+821012345678', text: '' }],
    [{ to: '+821012345678', text: 'x'.repeat(2_001) }],
    [{ to: '+821012345678', text: 'x', reference: 7 }],
    [{ to: '+821012345678', text: 'x', sender: 'unknown field' }],
  ])('refuses %j', async (body) => {
    expect(await sandbox.sendSms(body)).toMatchObject({ status: 400, body: { code: 'sandbox.validation_failed' } });
  });

  it.each([
    ['refused', 422, 'sandbox.sms_refused'],
    ['temporary', 503, 'sandbox.sms_unavailable'],
  ])('answers with the fault "%s" %i', async (kind, status, code) => {
    const to = number();
    await fault({ match: to, kind });
    expect(await sandbox.sendSms({ to, text: 'x' })).toMatchObject({ status, body: { code } });
    expect(await inboxOf(to)).toEqual([]);
  });

  it('with the fault "disconnect" gives no answer at all', async () => {
    const to = number();
    await fault({ match: to, kind: 'disconnect', times: 1 });
    await expect(sandbox.sendSms({ to, text: 'x' })).rejects.toThrow('fetch failed');
    expect(await inboxOf(to)).toEqual([]);
    expect((await sandbox.sendSms({ to, text: 'x' })).status).toBe(202);
  });

  it('with the fault "slow" accepts after the delay, by phone prefix', async () => {
    await fault({ match: '+4670', kind: 'slow', delayMs: 300 });
    const startedMs = performance.now();
    expect((await sandbox.sendSms({ to: '+46701234567', text: 'x' })).status).toBe(202);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(295);
  });

  it('takes many messages at once', async () => {
    const to = number();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => sandbox.sendSms({ to, text: 'x', reference: String(index) })),
    );
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(new Set((await inboxOf(to)).map(({ reference }) => reference)).size).toBe(50);
  });
});
