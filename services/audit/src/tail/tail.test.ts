import { sampleData } from '@genkan/contracts/event';
import { apiCalled } from '@genkan/contracts/gateway/api';
import { describe, expect, it } from '@jest/globals';
import { recordOf } from '../ingest/compose-ingest.js';
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

  it.each(['10', '2026', '2026-11-23', '2026-11-23T09:00:00', '2026-13-23T09:00:00Z', '10 m', '1w', ''])(
    'refuses --since %s, which is no span and no moment',
    (since) => expect(() => tailArguments(['--since', since], now)).toThrow('give a span with its unit'),
  );

  it.each([
    ['--since', '2026-11-23T18:30+09:00', '2026-11-23T09:30:00.000Z'],
    ['--since', '2026-11-23T09:30:00.5Z', '2026-11-23T09:30:00.500Z'],
  ])('reads %s %s', (option, text, moment) => {
    expect(tailArguments([option, text], now)).toMatchObject({ since: new Date(moment) });
  });

  it.each([
    ['--result', 'fail', 'FAIL'],
    ['--action', 'Sign-In', 'letters and digits'],
    ['--ip', '10.0.0.0/8', 'IPv4 or IPv6'],
    ['--account', '', '--account'],
    ['--colour', 'red', '--colour'],
  ])('refuses %s %s, which no record can have, and says why', (option, text, why) => {
    expect(() => tailArguments([option, text], now)).toThrow(why);
  });

  it('is told what there is by --help, whatever else it says', () => {
    expect(tailArguments(['--help', '--since', 'soon'], now)).toBe('help');
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

  const called = (facts: object, done: object) => {
    const { activity, ...sample } = sampleData(apiCalled) as { activity: object };
    const value = { ...sample, ...facts, activity: { ...activity, ...done } };
    const headers = Object.entries({
      ...{ specversion: '1.0', id: 'e1', source: '/services/gateway', type: apiCalled.type, subject: '' },
      ...{ time: '2026-11-23T09:30:00.000Z', dataschema: 'urn:x', partitionkey: 'k', correlationid: 'c' },
      ...{ authtype: 'main', sequence: '1'.padStart(20, '0') },
    }).map(([name, text]) => [`ce_${name}`, text]);
    const message = { topic: 'genkan.gateway.v1', partition: 0, offset: 1n, key: null };
    return recordOf(
      { ...message, headers: Object.fromEntries(headers), value: Buffer.from(JSON.stringify(value)) },
      now,
    );
  };

  it('of a call that failed shows the code of its error', () => {
    const line = tailLine(called({}, { result: 'FAIL', errorCode: 'identity.session_not_found' }), false);
    expect(line).toMatch(/nrn:\S+ {2}identity\.session_not_found {2}e1$/);
    expect(tailLine(called({}, {}), false)).toMatch(/nrn:\S+ {2}e1$/);
  });

  it('of a call that reached no endpoint shows what was called', () => {
    const nowhere = { action: 'UnknownEndpoint', result: 'FAIL', errorCode: 'gateway.not_found' };
    const line = tailLine(called({ endpoint: null, method: 'GET', path: '/api/v1/sesions' }, nowhere), false);
    expect(line).toMatch(/ {2}GET \/api\/v1\/sesions {2}gateway\.not_found {2}e1$/);
    expect(tailLine(called({ path: 7 }, nowhere), false)).toMatch(/nrn:\S+ {2}gateway\.not_found {2}e1$/);
  });

  it('never steers the terminal', () => {
    const evil = { ...unreadable, action: '\u001b[2Jgone\n' };
    expect(tailLine(evil, false)).not.toMatch(/\p{C}/u);
  });
});
