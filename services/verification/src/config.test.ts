import { describe, expect, it } from '@jest/globals';
import { environment } from './config.js';

const { SMS_URLS } = environment.shape;

describe('SMS_URLS', () => {
  it('lists providers in the order of trying, each with its own key', () => {
    const read = SMS_URLS.parse('https://:first%2Fkey@one.example/v1, http://:second@two.example:8080');
    expect(read.map(({ url, key }) => [url.href, key.reveal()])).toEqual([
      ['https://one.example/v1', 'first/key'],
      ['http://two.example:8080/', 'second'],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['no URL', 'one.example'],
    ['another protocol', 'smtp://:key@one.example'],
    ['a provider without a key', 'https://:key@one.example,https://two.example'],
    ['a user name, which no provider is told', 'https://kim:key@one.example'],
    ['a key that is not percent-encoded as it should be', 'https://:%zz@one.example'],
  ])('refuses %s, and does not repeat it', (_, value) => {
    const { error } = SMS_URLS.safeParse(value);
    expect(error?.issues.map(({ message }) => message)).toEqual([
      'expected http: or https: URLs with a key, such as https://:key@host/path, separated by commas',
    ]);
  });
});
