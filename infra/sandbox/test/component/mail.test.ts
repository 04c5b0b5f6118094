import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningSandbox, runningSandbox } from './running-sandbox.js';

describe('mail', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await runningSandbox();
  });
  afterAll(() => sandbox.close());

  it('is kept with its sender, subject, both bodies, headers and code', async () => {
    const sent = await sandbox.sendMail({
      to: 'kim@example.com',
      subject: '인증번호 안내',
      text: '인증번호는 048213입니다',
      html: '<p>인증번호는 <b>048213</b>입니다</p>',
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: [{ filename: 'terms.txt', content: 'Terms' }],
    });
    const [summary] = await sandbox.messages('to=kim@example.com');
    expect(summary).toMatchObject({
      channel: 'mail',
      folder: 'inbox',
      from: '"Genkan" <no-reply@genkan.example>',
      to: 'kim@example.com',
      subject: '인증번호 안내',
      text: '인증번호는 048213입니다',
      code: '048213',
      hasHtml: true,
      attachments: [{ filename: 'terms.txt', contentType: 'text/plain', sizeBytes: 5 }],
    });
    expect(sent.response).toBe(`250 2.6.0 Accepted as ${summary?.id}`);
    const { body } = await sandbox.call('GET', `/api/messages/${summary?.id}`);
    expect(body.html).toContain('<b>048213</b>');
    expect(body.headers).toContain('Auto-Submitted: auto-generated');
  });

  it('gives the code of a mail that has HTML only', async () => {
    await sandbox.sendMail({
      to: 'html@example.com',
      text: '',
      html: '<style>a{color:#112233}</style><h1>048213</h1>',
    });
    const [message] = await sandbox.messages('to=html@example.com');
    expect(message).toMatchObject({ code: '048213', text: '048213' });
  });

  it('is one message for each recipient of the envelope', async () => {
    await sandbox.sendMail({ to: ['a@two.example', 'b@two.example'], bcc: 'c@two.example' });
    for (const to of ['a', 'b', 'c']) expect(await sandbox.messages(`to=${to}@two.example`)).toHaveLength(1);
  });

  it('is served as a document in which nothing runs or loads', async () => {
    await sandbox.sendMail({ to: 'view@example.com', html: '<script>alert(1)</script><p>Hello</p>' });
    const [message] = await sandbox.messages('to=view@example.com');
    const { headers, text } = await sandbox.call('GET', `/api/messages/${message?.id}/html`);
    expect(text).toContain('<p>Hello</p>');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox allow-popups');
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  });

  it('is taken from many connections at once, each once', async () => {
    const addresses = Array.from({ length: 100 }, (_, index) => `p${index}@parallel.example`);
    await Promise.all(
      addresses.map((to, index) => sandbox.sendMail({ to, text: `Your code is ${String(100_000 + index)}` })),
    );
    const kept = (await sandbox.messages('limit=200')).filter(({ to }) => to.endsWith('@parallel.example'));
    expect(kept.map(({ to }) => to).sort()).toEqual([...addresses].sort());
    for (const { to, code } of kept) expect(to).toBe(`p${Number(code) - 100_000}@parallel.example`);
    expect(new Set(kept.map(({ id }) => id)).size).toBe(100);
  });

  it('over 1 MiB is refused with 552 and not kept', async () => {
    const sending = sandbox.sendMail({ to: 'big@example.com', text: 'x\n'.repeat(600_000) });
    await expect(sending).rejects.toMatchObject({ responseCode: 552 });
    expect(await sandbox.messages('to=big@example.com')).toEqual([]);
  });

  it('that a client abandons half-way is not kept, and the server goes on', async () => {
    const socket = connect(sandbox.smtpPort, '127.0.0.1');
    const lines = [
      'EHLO x',
      'MAIL FROM:<a@example.com>',
      'RCPT TO:<half@example.com>',
      'DATA',
      'Subject: half\r\n\r\nbo',
    ];
    for await (const _reply of socket) {
      const line = lines.shift();
      if (line === undefined) break;
      socket.write(line.startsWith('Subject') ? line : `${line}\r\n`);
      if (lines.length === 0) break;
    }
    socket.destroy();
    await sandbox.sendMail({ to: 'whole@example.com' });
    expect(await sandbox.messages('to=half@example.com')).toEqual([]);
    expect(await sandbox.messages('to=whole@example.com')).toHaveLength(1);
  });
});
