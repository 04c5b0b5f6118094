import { describe, expect, it } from '@jest/globals';
import { recordOf } from '../ingest/ingest.js';
import { tailArguments } from './tail-arguments.js';
import { passes } from './tail-filter.js';
import { tailLine } from './tail-line.js';

const now = new Date('2026-11-23T10:00:00.000Z');
const unreadable = recordOf(
  { topic: 'genkan.identity.v1', partition: 3, offset: 7n, key: null, headers: {}, value: Buffer.from('{') },
  now,
);

describe('the command line', () => {
  it('reads filters, a span of time and the form', () => {
    expect(tailArguments(['--action', 'SignIn', '--since', '10m', '--json'], now)).toEqual({
      filter: { action: 'SignIn' },
      since: new Date('2026-11-23T09:50:00.000Z'),
      isJson: true,
    });
  });

  it('begins at the end unless told', () => {
    expect(tailArguments([], now)).toEqual({ filter: {}, since: null, isJson: false });
  });

  it.each([['--since', 'soon'], ['--action'], ['--colour', 'red'], ['SignIn']])('refuses %s %s', (...line) => {
    expect(() => tailArguments(line.filter(Boolean), now)).toThrow();
  });
});

describe('a record', () => {
  it('is shown when all filters hold', () => {
    expect(passes(unreadable, { account: 'platform', result: 'FAIL' })).toBe(true);
    expect(passes(unreadable, { account: 'platform', result: 'SUCCESS' })).toBe(false);
  });

  it('is marked when it came before, and when it could not be read', () => {
    expect(tailLine(unreadable, true)).toContain('genkan.identity.v1/3/7 (double) (unreadable)');
  });

  it('never steers the terminal', () => {
    const evil = { ...unreadable, action: '\u001b[2Jgone\n' };
    expect(tailLine(evil, false)).not.toMatch(/\p{C}/u);
  });
});
