import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultKinds } from '../../src/faults/fault.js';
import { openPage } from './fake-page.js';
import { type RunningSandbox, runningSandbox } from './running-sandbox.js';

describe('the page', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await runningSandbox();
  });
  afterAll(() => sandbox.close());

  it('allows no inline code or style, and needs none', async () => {
    const { status, headers, text } = await sandbox.call('GET', '/');
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  it('offers every fault there is', async () => {
    const { text } = await sandbox.call('GET', '/');
    const offered = [...text.matchAll(/<option value="(\w+)/g)].map(([, kind = '']) => kind);
    expect(new Set(offered)).toEqual(new Set(Object.values(faultKinds).flat()));
  });

  it('finds every file it asks for', async () => {
    const { text } = await sandbox.call('GET', '/');
    const paths = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
    const scripts = await Promise.all(
      paths.filter((path) => path.endsWith('.js')).map((path) => sandbox.call('GET', path)),
    );
    const imported = scripts.flatMap(({ text: script }) =>
      [...script.matchAll(/from '\.(\/[^']+)'/g)].map(([, path = '']) => path),
    );
    expect(imported.length).toBeGreaterThan(0);
    for (const path of [...paths, ...imported])
      expect([path, (await sandbox.call('GET', path)).status]).toEqual([path, 200]);
  });

  it('lists a message with its code, and shows both when it is opened', async () => {
    await sandbox.sendMail({ to: 'kim@example.com', subject: 'Your code for Genkan', text: 'Your code is 048213.' });
    const sent = await sandbox.sendSms({ to: '+821012345678', text: '[Genkan] 771204, valid for 10 minutes' });
    const { byId, open } = await openPage(sandbox.url, (await sandbox.call('GET', '/')).text);
    const rows = byId('list').children.map(({ textContent }) => textContent);
    expect(rows).toEqual([
      expect.stringMatching(/\+821012345678.*SMS.*771204/),
      expect.stringMatching(/kim@example\.com.*Mail.*Your code for Genkan.*048213/),
    ]);
    expect(byId('list-state').hidden).toBe(true);
    expect(byId('count-inbox').textContent).toBe('2');

    await open(sent.body.id);
    const [code] = byId('reader').all(({ tagName }) => tagName === 'output');
    expect(code?.textContent).toBe('771204');
    expect(byId('reader').textContent).toContain('SMS to +821012345678');
  });
});
