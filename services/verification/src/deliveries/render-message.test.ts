import { language as languages } from '@genkan/contracts/primitives';
import { describe, expect, it } from '@jest/globals';
import type { Content } from './delivery.js';
import { createRenderMessage } from './render-message.js';

const render = createRenderMessage(new URL('https://portal.genkan.example/de%22mo'));
const at = '2026-11-23T09:30:00.000Z';
const contents: readonly Content[] = [
  { template: 'challenge-code', values: { code: '048213' } },
  { template: 'welcome', values: {} },
  { template: 'new-device', values: { at, sourceIp: '203.0.113.7' } },
  { template: 'sign-in-locked', values: { at, until: '2026-11-23T09:45:00.000Z' } },
];
const everyMail = languages.options.flatMap((language) => contents.map((content) => [language, content] as const));

describe.each(everyMail)('in %s', (language, content) => {
  const { subject, text, html } = render(content, { channel: 'email', language });

  it(`${content.template} has a subject of one line, a text and an HTML part that says the same`, () => {
    expect(subject).toMatch(/^\P{C}+$/u);
    for (const value of Object.values(content.values).filter((value) => value !== at && !value.endsWith('Z'))) {
      expect(text).toContain(value);
      expect(html).toContain(value);
    }
    expect(html).toContain(`<html lang="${language}">`);
  });

  it(`${content.template} leads nowhere but to the portal`, () => {
    const links = [...`${text} ${html}`.matchAll(/https?:\/\/[^\s"<]+/g)].map(([link]) => link);
    for (const link of links) expect(link).toMatch(/^https:\/\/portal\.genkan\.example\/de%22mo\//);
  });
});

describe('a code', () => {
  it.each(languages.options)('fits in one SMS in %s', (language) => {
    const { text } = render({ template: 'challenge-code', values: { code: '048213' } }, { channel: 'phone', language });
    expect(text).toContain('048213');
    expect(text.length).toBeLessThanOrEqual(70);
  });
});

describe('a mail', () => {
  it('escapes whatever it quotes', () => {
    const values = { at, sourceIp: '"><img src=x onerror=alert(1)>&\'' };
    const { html } = render({ template: 'new-device', values }, { channel: 'email', language: 'en' });
    expect(html).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;&#39;');
    expect(html).not.toContain('<img');
  });

  it('says times in words of its language, in UTC', () => {
    const { text } = render(
      { template: 'new-device', values: { at, sourceIp: '::1' } },
      { channel: 'email', language: 'en' },
    );
    expect(text).toMatch(/November 23, 2026 at 9:30\sAM \(UTC\)/);
  });

  it('of a new device says what to do if it was not you', () => {
    const { text } = render(
      { template: 'new-device', values: { at, sourceIp: '::1' } },
      { channel: 'email', language: 'en' },
    );
    expect(text).toContain('If it was not you');
  });
});

it('sends no notice by SMS', () => {
  expect(() => render({ template: 'welcome', values: {} }, { channel: 'phone', language: 'ko' })).toThrow(
    'not sent by SMS',
  );
});
