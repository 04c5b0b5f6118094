import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningSandbox, runningSandbox } from './running-sandbox.js';

describe('the API of messages', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await runningSandbox();
  });
  afterAll(() => sandbox.close());

  const send = async (to: string, text = 'x') => (await sandbox.sendSms({ to, text })).body.id as string;
  const next = (query: string) => sandbox.call('GET', `/api/messages/next?${query}`);

  it('lists the newest first, in pages without gap or overlap', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.unshift(await send('+8211100000001'));
    const seen: string[][] = [];
    for (let before = ''; ; ) {
      const { body } = await sandbox.call('GET', `/api/messages?to=%2B8211100000001&limit=2${before}`);
      seen.push(body.messages.map(({ id }: { id: string }) => id));
      if (body.next === null) break;
      before = `&before=${body.next}`;
    }
    expect(seen).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  });

  it('lists what came after a message, of one channel and recipient in any case', async () => {
    await sandbox.sendMail({ to: 'Kim@Example.com' });
    const [first] = await sandbox.messages('to=kim@example.COM&channel=mail');
    await sandbox.sendMail({ to: 'kim@example.com', text: 'Your code is 777777' });
    expect(await sandbox.messages(`to=kim@example.com&after=${first?.id}`)).toMatchObject([{ code: '777777' }]);
    expect(await sandbox.messages('to=kim@example.com&channel=sms')).toEqual([]);
  });

  it('takes a phone number whose + was not encoded', async () => {
    await send('+8211100000002');
    expect(await sandbox.messages('to=+8211100000002')).toHaveLength(1);
  });

  it('"next" waits for a message that is yet to come, and only for the right one', async () => {
    const waiting = next('to=%2B8211100000003');
    await send('+8211100000004', '111111');
    await send('+8211100000003', '222222');
    expect(await waiting).toMatchObject({ status: 200, body: { code: '222222' } });
  });

  it('"next" gives at once, oldest first, what is there after the given id', async () => {
    const first = await send('+8211100000005', '111111');
    await send('+8211100000005', '222222');
    await send('+8211100000005', '333333');
    expect((await next('to=%2B8211100000005')).body.code).toBe('111111');
    expect((await next(`to=%2B8211100000005&after=${first}`)).body.code).toBe('222222');
  });

  it('"next" answers 204 when the time is over', async () => {
    expect(await next('to=nobody@example.com&timeoutMs=50')).toMatchObject({ status: 204, text: '' });
  });

  it('"next" serves many waiting at once', async () => {
    const numbers = Array.from({ length: 50 }, (_, index) => `8212200000${100 + index}`);
    const waiting = numbers.map((number) => next(`to=%2B${number}`));
    await Promise.all(numbers.map((number) => send(`+${number}`, number.slice(-6))));
    const answers = await Promise.all(waiting);
    expect(answers.map(({ body }) => body.to)).toEqual(numbers.map((number) => `+${number}`));
  });

  it('keeps the newest 1,000 only', async () => {
    const { url } = sandbox;
    const first = await send('+8213300000000');
    for (let batch = 0; batch < 20; batch++)
      await Promise.all(Array.from({ length: 50 }, () => send('+8213300000000')));
    expect((await fetch(`${url}/api/messages/${first}`)).status).toBe(404);
    let count = 0;
    for (let next: string | null = ''; next !== null; ) {
      const { body } = await sandbox.call('GET', `/api/messages?folder=all&limit=200${next && `&before=${next}`}`);
      count += body.messages.length;
      next = body.next;
    }
    expect(count).toBe(1_000);
  });

  it('forgets everything on DELETE, and ids go on rising', async () => {
    const before = await send('+8214400000000');
    expect((await sandbox.call('DELETE', '/api/messages')).status).toBe(204);
    expect(await sandbox.messages('folder=all')).toEqual([]);
    expect(Number(await send('+8214400000000'))).toBeGreaterThan(Number(before));
  });

  it.each([
    'channel=fax',
    'folder=trash',
    'after=abc',
    'after=-1',
    'before=1.5',
    'limit=0',
    'limit=201',
    'limit=ten',
    'limit=1&limit=2',
    'to[x]=y',
    `to=${'x'.repeat(321)}`,
    'unknown=1',
  ])('refuses the query %s', async (query) => {
    const answer = await sandbox.call('GET', `/api/messages?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { status: 400, code: 'sandbox.validation_failed' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors.length).toBeGreaterThan(0);
  });

  it.each(['timeoutMs=60001', 'timeoutMs=-1', 'timeoutMs=soon', 'before=1', 'limit=5'])(
    'refuses the query %s of "next"',
    async (query) => {
      expect(await next(query)).toMatchObject({ status: 400, body: { code: 'sandbox.validation_failed' } });
    },
  );

  it.each([
    ['GET', '/api/messages/1', 'sandbox.message_not_found'],
    ['GET', '/api/messages/abc/html', 'sandbox.message_not_found'],
    ['GET', '/api/nothing', 'sandbox.not_found'],
    ['PATCH', '/api/messages', 'sandbox.not_found'],
    ['GET', '/../package.json', 'sandbox.not_found'],
  ])('answers %s %s with 404', async (method, path, code) => {
    expect(await sandbox.call(method, path)).toMatchObject({ status: 404, body: { code } });
  });

  it('answers 404 for the HTML of a message that has none', async () => {
    const answer = await sandbox.call('GET', `/api/messages/${await send('+8215500000000')}/html`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'sandbox.message_has_no_html' } });
  });

  it('answers a malformed path with 400', async () => {
    expect(await sandbox.call('GET', '/api/messages/%zz')).toMatchObject({
      status: 400,
      body: { code: 'sandbox.bad_request' },
    });
  });
});
