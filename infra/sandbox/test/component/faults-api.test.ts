import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningSandbox, runningSandbox } from './running-sandbox.js';

describe('the API of faults', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await runningSandbox();
  });
  afterAll(() => sandbox.close());

  it('PUT replaces the list, POST adds to it, DELETE takes one or all away', async () => {
    const put = await sandbox.call('PUT', '/api/faults', [{ match: 'A@Example.com', kind: 'mailbox_full' }]);
    expect(put).toMatchObject({ status: 200, body: [{ match: 'a@example.com', replyCode: 552, used: 0 }] });
    const { body: added } = await sandbox.call('POST', '/api/faults', { match: '+82', kind: 'slow' });
    expect(added).toMatchObject({ match: '+82', delayMs: 5_000 });
    expect((await sandbox.call('DELETE', `/api/faults/${put.body[0].id}`)).status).toBe(204);
    expect((await sandbox.call('GET', '/api/faults')).body).toEqual([added]);
    expect((await sandbox.call('DELETE', '/api/faults')).status).toBe(204);
    expect((await sandbox.call('GET', '/api/faults')).body).toEqual([]);
  });

  it.each([
    ['no list', { match: '*', kind: 'refused' }],
    ['no match', [{ kind: 'refused' }]],
    ['an unknown kind', [{ match: '*', kind: 'explode' }]],
    ['an unknown field', [{ match: '*', kind: 'refused', delayMS: 5 }]],
    ['a match that is nothing of the kind', [{ match: 'a b', kind: 'refused' }]],
    ['a phone number with dashes', [{ match: '+82-10', kind: 'refused' }]],
    ['times of 0', [{ match: '*', kind: 'refused', times: 0 }]],
    ['half a time', [{ match: '*', kind: 'refused', times: 1.5 }]],
    ['a negative delay', [{ match: '*', kind: 'slow', delayMs: -1 }]],
    ['an endless delay', [{ match: '*', kind: 'slow', delayMs: 1e9 }]],
    ['a delay of what is not slow', [{ match: '*', kind: 'refused', delayMs: 5 }]],
    ['a reply code that no full mailbox gives', [{ match: '*', kind: 'mailbox_full', replyCode: 250 }]],
    ['a full mailbox of a phone', [{ match: '+82', kind: 'mailbox_full' }]],
    ['a spam filter of a phone', [{ match: '+82', kind: 'spam_refused' }]],
    ['a spam folder of a phone', [{ match: '+82', kind: 'spam_folder' }]],
    ['a slow greeting for one recipient', [{ match: 'a@example.com', kind: 'slow_greeting' }]],
    ['too many', Array.from({ length: 101 }, () => ({ match: '*', kind: 'refused' }))],
  ])('PUT refuses %s and leaves the list as it was', async (_what, body) => {
    await sandbox.call('PUT', '/api/faults', [{ match: 'kept.example', kind: 'refused' }]);
    const answer = await sandbox.call('PUT', '/api/faults', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'sandbox.validation_failed' } });
    expect((await sandbox.call('GET', '/api/faults')).body).toMatchObject([{ match: 'kept.example' }]);
  });

  it('names the field that is wrong', async () => {
    const { body } = await sandbox.call('PUT', '/api/faults', [{ match: '+82', kind: 'spam_folder' }]);
    expect(body.errors).toEqual([{ path: '0.kind', message: 'does not exist for what match names' }]);
  });

  it('refuses a body that is not JSON, has another type or is too large', async () => {
    const put = (body: string, type?: string) =>
      sandbox.call('PUT', '/api/faults', body, type === undefined ? {} : { 'content-type': type });
    expect(await put('[{')).toMatchObject({ status: 400, body: { code: 'sandbox.malformed_json' } });
    expect(await put('[]', 'text/plain')).toMatchObject({
      status: 415,
      body: { code: 'sandbox.unsupported_media_type' },
    });
    expect(await put('[]', 'application/json; charset=x')).toMatchObject({ status: 415 });
    expect(await put(JSON.stringify('x'.repeat(70_000)))).toMatchObject({
      status: 413,
      body: { code: 'sandbox.body_too_large' },
    });
    expect(await sandbox.call('PUT', '/api/faults')).toMatchObject({ status: 400 });
  });

  it('refuses the 101st fault and a fault that is not there', async () => {
    const hundred = Array.from({ length: 100 }, () => ({ match: 'x.example', kind: 'refused' }));
    await sandbox.call('PUT', '/api/faults', hundred);
    const answer = await sandbox.call('POST', '/api/faults', hundred[0]);
    expect(answer).toMatchObject({ status: 409, body: { code: 'sandbox.too_many_faults' } });
    expect(await sandbox.call('DELETE', '/api/faults/nope')).toMatchObject({ status: 404 });
  });
});
