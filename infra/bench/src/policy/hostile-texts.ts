import { MAX_POLICY_BYTES } from '@genkan/contracts/sub-account/policy-document';
import { policiesOf } from './genkan-engine.js';
import { hostilePolicies } from './hostile-policies.js';
import { makeWorkload } from './make-workload.js';
import { type Random, randomFrom } from './random.js';
import { mixes } from './workload.js';

/** What a stranger may send in place of a policy. */
export interface HostileText {
  readonly name: string;
  readonly text: string | Uint8Array;
}

const MEGABYTE = 1_000_000;

/** Made to be slow: as large as a policy may be, and far larger. */
export function hostileTexts(): readonly HostileText[] {
  const shapes = [MAX_POLICY_BYTES, MEGABYTE].flatMap((size) => shapesOf(size));
  const valid = hostilePolicies.flatMap(({ name, policies }) =>
    policies(1).map(({ document }) => ({ name, document })),
  );
  return [...shapes, ...valid.map(({ name, document }) => ({ name, text: JSON.stringify(document) }))];
}

/** Documents with some bytes changed, left out, doubled or put elsewhere, and bytes without sense. */
export function* fuzzedTexts(count: number): Generator<HostileText> {
  const random = randomFrom(count);
  const seeds = [
    ...mixes.flatMap((mix) => policiesOf(makeWorkload(mix, { statements: 95, calls: 0 }).rules)),
    ...hostilePolicies.flatMap(({ policies }) => policies(1)),
  ].map(({ document }) => Buffer.from(JSON.stringify(document)));
  for (let number = 0; number < count; number += 1) {
    const seed = seeds[number % seeds.length] as Buffer;
    if (number % 10 === 0) yield { name: 'bytes without sense', text: noise(random) };
    else yield { name: 'a changed document', text: changed(seed, random) };
  }
}

function shapesOf(size: number): readonly HostileText[] {
  const named = (name: string, start: string, piece: (number: number) => string, end: string): HostileText => {
    const pieces: string[] = [];
    let length = start.length + end.length;
    for (let number = 0; ; number += 1) {
      const next = piece(number);
      length += next.length;
      if (length > size) return { name: `${name}, ${size} bytes`, text: `${start}${pieces.join('')}${end}` };
      pieces.push(next);
    }
  };
  const statements = '{"version":1,"statements":[';
  const target = '"targets":[{"product":"server","actions":["*"],"resourceNrns":["*"]}]';
  const statement = `{"effect":"Allow",${target}`;
  return [
    named('lists within lists', '', () => '[', ''),
    named('objects within objects', '', () => '{"a":', ''),
    named('spaces', '', () => ' ', ''),
    named('one text', '"', () => 'a', '"'),
    named('one text of escapes', '"', () => '\\u0061', '"'),
    named('one number', '', () => '9', ''),
    named('the same member', '{', () => '"version":1,', '"version":1}'),
    named('unknown members', '{', (number) => `"m${number}":1,`, '"version":1}'),
    named('names nearly right', `${statements}{`, (number) => `"effeqt${number}":1,`, '"effect":"Allow"}]}'),
    named('empty statements', statements, () => '{},', '{}]}'),
    named('numbers for statements', statements, () => '1,', '1]}'),
    named('the same statement', statements, () => `${statement}},`, `${statement}}]}`),
    named(
      'the same key',
      `${statements}${statement},"condition":{"Bool":{`,
      () => '"mfaPresent":true,',
      '"mfaPresent":true}}}]}',
    ),
    named(
      'unknown operators',
      `${statements}${statement},"condition":{`,
      (number) => `"StringEqual${number}":{},`,
      '"Bool":{}}}]}',
    ),
    named(
      'values',
      `${statements}${statement},"condition":{"StringLike":{"principalName":[`,
      () => '"*",',
      '"*"]}}}]}',
    ),
    named(
      'wrong values',
      `${statements}${statement},"condition":{"StringLike":{"principalName":[`,
      () => '1,',
      '1]}}}]}',
    ),
    named(
      'wrong resources',
      `${statements}{"effect":"Allow","targets":[{"product":"server","actions":["*"],"resourceNrns":[`,
      () => '"nrn:a:a:a:1:a",',
      '"*"]}]}]}',
    ),
    named('halves of pairs', '"', () => '\\ud800', '"'),
    { name: `bytes that are no UTF-8, ${size}`, text: new Uint8Array(size).fill(0xff) },
  ];
}

function noise(random: Random): Uint8Array {
  return Uint8Array.from({ length: random.below(MAX_POLICY_BYTES) }, () => random.below(256));
}

const TELLING = '{}[]",:*?$\\0e-\u0000é';

function changed(seed: Buffer, random: Random): string {
  let text = seed.toString();
  for (let times = 1 + random.below(8); times > 0; times -= 1) {
    const at = random.below(text.length);
    const until = at + random.below(40);
    const piece = text.slice(at, until);
    const put = [TELLING[random.below(TELLING.length)] ?? '', '', piece + piece][random.below(3)] ?? '';
    text =
      random.below(4) === 0
        ? piece + text.slice(0, at) + text.slice(until)
        : text.slice(0, at) + put + text.slice(until);
  }
  return text;
}
