import { language as languages } from '@genkan/contracts/primitives';
import { describe, expect, it } from '@jest/globals';
import { helpWith } from './help-with.js';
import { failureOf } from './smtp-cause.js';

const fourCauses = ['mailbox_full', 'spam_filter', 'wrong_address', 'slow_provider'];
/** A word of each language without which it would not be about that cause. */
const words: Readonly<Record<string, readonly RegExp[]>> = {
  ko: [/가득/, /스팸/, /주소/, /기다려/],
  en: [/full/, /spam/, /address/, /slow/],
  ja: [/いっぱい/, /迷惑メール/, /アドレス/, /遅れ/],
  'zh-CN': [/已满/, /垃圾邮件/, /地址/, /较慢/],
};
const likelyAfter = (response: string) => {
  const { cause } = failureOf({ responseCode: Number(response.slice(0, 3)), response });
  return helpWith({ channel: 'email', language: 'en', cause }).likely;
};

describe('help for a mail that does not arrive', () => {
  it.each(languages.options)('names the four causes in %s, each with what to do', (language) => {
    const { causes } = helpWith({ channel: 'email', language, cause: null });
    expect(causes.map(({ cause }) => cause)).toEqual(fourCauses);
    causes.forEach(({ text }, index) => {
      expect(text).toMatch(words[language]?.[index] ?? /^$/);
      expect(text).toMatch(/[.。].+[.。]$/);
    });
  });

  it('is told in another text for each cause and language', () => {
    const texts = languages.options.flatMap((language) =>
      helpWith({ channel: 'email', language, cause: null }).causes.map(({ text }) => text),
    );
    expect(new Set(texts).size).toBe(languages.options.length * fourCauses.length);
  });

  it.each([
    ['552 5.2.2 The mailbox is full', 'mailbox_full'],
    ['452 4.2.2 The mailbox is full', 'mailbox_full'],
    ['554 5.7.1 Refused as spam', 'spam_filter'],
    ['550 5.1.1 There is no such mailbox here', 'wrong_address'],
    ['451 4.3.0 Not now, try again later', 'slow_provider'],
    ['550 5.6.0 Bad content', null],
  ])('calls likely what the mail server told: %s', (response, likely) => {
    expect(likelyAfter(response)).toBe(likely);
  });

  it('calls nothing likely while nothing was told', () => {
    expect(helpWith({ channel: 'email', language: 'ja', cause: null }).likely).toBeNull();
  });

  it('is not given for an SMS', () => {
    const help = helpWith({ channel: 'phone', language: 'ko', cause: 'slow_provider' });
    expect(help).toEqual({ likely: null, causes: [] });
  });
});
