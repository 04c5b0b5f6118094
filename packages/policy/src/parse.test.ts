import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scanJson } from './json-scanner.js';
import { type ParseError, parsePolicy, parsePolicyValue } from './parse.js';

const target = { product: 'server', actions: ['View*'], resourceNrns: ['*'] };
const valid = {
  version: 1,
  statements: [
    { sid: 'a', effect: 'Allow', targets: [target], condition: { StringLike: { 'resourceTag/a~b': ['x*', 'y'] } } },
    { effect: 'Deny', targets: [target, target], condition: { BoolIfExists: { mfaPresent: false } } },
  ],
};

const errorsOf = (input: unknown): readonly ParseError[] => {
  const parsed = typeof input === 'string' ? parsePolicy(input) : parsePolicyValue(input);
  return parsed.ok ? [] : parsed.errors;
};
const sentenceAt = (input: unknown, pointer: string) =>
  errorsOf(input).find((each) => each.pointer === pointer)?.sentence;

/** The valid document with one place changed. */
const changed = (change: (document: typeof valid & Record<string, unknown>) => void): unknown => {
  const document = structuredClone(valid);
  change(document);
  return document;
};

describe('parsePolicy', () => {
  it('gives back a valid document, from a text, from bytes and from a value', () => {
    const text = JSON.stringify(valid);
    for (const parsed of [parsePolicy(text), parsePolicy(new TextEncoder().encode(text)), parsePolicyValue(valid)]) {
      expect(parsed).toEqual({ ok: true, document: valid });
    }
  });

  it('takes 32,768 bytes of UTF-8, and not one more', () => {
    const text = JSON.stringify(valid);
    expect(parsePolicy(text.padEnd(32_768)).ok).toBe(true);
    expect(errorsOf(text.padEnd(32_769))).toEqual([
      { pointer: '', sentence: 'A policy has at most 32,768 bytes of UTF-8.' },
    ]);
    const wide = { ...target, product: '가'.repeat(11_000) };
    expect(sentenceAt(JSON.stringify({ version: 1, statements: [wide] }), '')).toContain('at most 32,768 bytes');
    expect(sentenceAt({ version: 1, statements: [wide] }, '')).toContain('at most 32,768 bytes');
    expect(sentenceAt('['.repeat(1_000_000), '')).toContain('at most 32,768 bytes');
  });

  it.each([
    ['{"version":1,\n "statements":[ }', 'a value is expected here (line 2, column 17)'],
    ['{"version":1', 'the text ends too early (line 1, column 13)'],
    ['{"가나":1 x', 'a , or } is expected here (line 1, column 9)'],
    ['{} {}', 'the text should end here (line 1, column 4)'],
    [`${'['.repeat(10_000)}`, 'nothing in a policy is nested deeper than 32 levels'],
  ])('says where %j stops to be JSON', (text, sentence) => {
    expect(sentenceAt(text, '')).toContain(sentence);
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(parsePolicy(new Uint8Array([0x22, 0xff, 0x22]))).toMatchObject({ ok: false });
  });

  it('refuses a member that occurs twice, however it is spelled', () => {
    const text = '{"version":1,"statements":[{"effect":"Deny","targets":[],"\\u0065ffect":"Allow"}]}';
    expect(errorsOf(text)).toEqual([
      {
        pointer: '/statements/0/effect',
        sentence: '`effect` occurs more than once; which one counts would be a guess.',
      },
    ]);
  });

  it('refuses __proto__ wherever it stands, and does not drop it', () => {
    const text = `{"version":1,"statements":[{"effect":"Deny","targets":[],"condition":{"__proto__":{},"Bool":{"__proto__":true}}}]}`;
    for (const input of [text, JSON.parse(text)]) {
      const pointers = errorsOf(input).map(({ pointer }) => pointer);
      expect(pointers).toEqual(['/statements/0/condition/__proto__', '/statements/0/condition/Bool/__proto__']);
    }
  });

  it.each<[string, unknown, string, string]>([
    ['a missing member', changed((d) => Reflect.deleteProperty(d, 'version')), '/version', '`version` is missing'],
    ['an unknown member', { ...valid, statments: [] }, '/statments', 'Did you mean `statements`?'],
    [
      'an effect',
      changed((d) => Object.assign(d.statements[0] ?? {}, { effect: 'allow' })),
      '/statements/0/effect',
      '"Allow" or "Deny", not "allow"',
    ],
    [
      'an operator',
      changed((d) => Object.assign(d.statements[0] ?? {}, { condition: { StringEqual: {} } })),
      '/statements/0/condition/StringEqual',
      'is no operator. Did you mean `StringEquals`?',
    ],
    [
      'a value',
      changed((d) => Object.assign(d.statements[0] ?? {}, { condition: { Bool: { 'a/b~': ['x', 5] } } })),
      '/statements/0/condition/Bool/a~1b~0/1',
      'Number 2 of this list has to be a text',
    ],
    [
      'a list in a list',
      changed((d) => Object.assign(d.statements[0] ?? {}, { condition: { Bool: { a: [['x']] } } })),
      '/statements/0/condition/Bool/a/0',
      'not a list',
    ],
    [
      'an action',
      changed((d) => d.statements[1]?.targets[1]?.actions.push('a-b')),
      '/statements/1/targets/1/actions/1',
      'not "a-b"',
    ],
    ['a date', { version: 1, statements: new Date(0) }, '/statements', 'no value that JSON has'],
    ['a number', 7, '', 'The document has to be an object'],
    ['nothing', undefined, '', 'no value that JSON has'],
  ])('says in a sentence what is wrong with %s', (_, input, pointer, sentence) => {
    expect(sentenceAt(input, pointer)).toContain(sentence);
  });

  it('says all at once, but no more than a hundred', () => {
    expect(errorsOf({ version: 2, statements: [{}, 5] }).map(({ pointer }) => pointer)).toEqual([
      '/version',
      '/statements/0/effect',
      '/statements/0/targets',
      '/statements/1',
    ]);
    expect(errorsOf({ version: 1, statements: new Array(5_000).fill({}) })).toHaveLength(100);
  });
});

const mutated = fc
  .tuple(
    fc.constant(JSON.stringify(valid)),
    fc.array(fc.tuple(fc.nat(400), fc.nat(6), fc.string({ maxLength: 6 })), { maxLength: 4 }),
  )
  .map(([text, edits]) =>
    edits.reduce((done, [at, length, put]) => `${done.slice(0, at)}${put}${done.slice(at + length)}`, text),
  );

describe('the parser, given anything', () => {
  const answers = (parse: () => { ok: boolean }) => typeof parse().ok === 'boolean';

  it('never throws: arbitrary values, texts, bytes, and valid documents with something changed', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
    fc.assert(
      fc.property(anything, (value) => answers(() => parsePolicyValue(value))),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => answers(() => parsePolicy(text))),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => answers(() => parsePolicy(bytes))),
      { numRuns: 1_000 },
    );
    fc.assert(
      fc.property(mutated, (text) => answers(() => parsePolicy(text))),
      { numRuns: 2_000 },
    );
  });

  it('calls JSON what JSON.parse does', () => {
    const isJson = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const text = fc.oneof(mutated, fc.json(), fc.string({ unit: fc.constantFrom(...'{}[]:,"0-1.eE+tru\\ n\n') }));
    fc.assert(
      fc.property(text, (each) => (scanJson(each).broken === undefined) === isJson(each)),
      { numRuns: 5_000 },
    );
  });

  it('answers for values that fight back: circles, proxies, getters that throw, shared lists that grow exponentially', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    let bomb: unknown[] = [];
    for (let level = 0; level < 30; level += 1) bomb = [bomb, bomb, bomb, bomb];
    const throwing = new Proxy({}, { ownKeys: () => JSON.parse('') });
    for (const value of [
      circle,
      bomb,
      throwing,
      new Array(4_000_000_000),
      {
        get version() {
          return JSON.parse('');
        },
      },
    ]) {
      expect(parsePolicyValue(value).ok).toBe(false);
    }
  });

  it('reads each character a few times at most, however long the text', () => {
    const nested = (size: number) => '[{"a":'.repeat(Math.min(size, 8)) + '"'.padEnd(size, 'x');
    const texts = [
      (size: number) => JSON.stringify(new Array(size).fill({ a: 1 })),
      (size: number) => `{${'"a":1,'.repeat(size)}"b":2}`,
      (size: number) => `"${'\\u0061'.repeat(size)}`,
      (size: number) => `${' '.repeat(size)}1${'0'.repeat(size)}`,
      nested,
    ];
    for (const make of texts) {
      for (const size of [10, 1_000, 5_000]) {
        const text = make(size);
        let read = 0;
        scanJson({
          length: text.length,
          charCodeAt: (at) => {
            read += 1;
            return text.charCodeAt(at);
          },
          slice: (from = 0, to = text.length) => {
            read += to - from;
            return text.slice(from, to);
          },
        });
        expect(read).toBeLessThanOrEqual(10 * text.length + 20);
      }
    }
  });

  it('reads each property of a value once', () => {
    let read = 0;
    const counting = (value: object): object =>
      new Proxy(value, {
        get: (from, name) => {
          read += 1;
          const member: unknown = Reflect.get(from, name);
          return typeof member === 'object' && member !== null ? counting(member) : member;
        },
      });
    const wide = (size: number) => ({ version: 1, statements: new Array(size).fill({ effect: 'Deny', targets: [] }) });
    parsePolicyValue(counting(wide(100)));
    const few = read;
    read = 0;
    parsePolicyValue(counting(wide(800)));
    expect(read).toBeLessThanOrEqual(8 * few);
  });
});
