import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import { compile } from '../../src/compile.js';
import type { AttachedPolicy } from '../../src/decision.js';
import { serialise } from '../../src/program.js';

/** Policies around a limit, and what of them is too large (`PolicyTooLarge.what`); `null` when they may be compiled. */
export interface LimitQuestion {
  readonly name: string;
  readonly policies: readonly AttachedPolicy[];
  readonly tooLarge: 'statements' | 'bytes' | null;
}

const mostStatements = 50_000;
const mostBytes = 8 * 1_024 * 1_024;

const one: PolicyStatement = {
  effect: 'Allow',
  targets: [{ product: 'server', actions: ['ViewServer'], resourceNrns: ['*'] }],
};
const policiesOf = (statements: PolicyStatement[], policyId = 'p1'): AttachedPolicy[] => [
  { policyId, version: 1, document: { version: 1, statements } },
];
const times = (count: number) => policiesOf(new Array<PolicyStatement>(count).fill(one));

/** As many bytes as there may be, and a few more, of each thing that a program is made of. */
export function limitQuestions(): LimitQuestion[] {
  const named = (length: number) => policiesOf([{ ...one, sid: 'a'.repeat(length) }]);
  const room = mostBytes - Buffer.byteLength(serialise(compile(named(0))));
  const long = 'a'.repeat(mostBytes);
  const target = { product: 'server', actions: ['*'], resourceNrns: ['*'] };
  const values = (value: string | boolean, bytes: number) =>
    new Array<string | boolean>(Math.ceil(mostBytes / bytes)).fill(value);
  const conditions: PolicyStatement['condition'][] = [
    { StringEquals: { principalName: values('', '"",'.length) } },
    { StringEquals: { principalName: values(true, 'true,'.length) } },
    { StringEquals: { principalName: '\u0001'.repeat(mostBytes / '\\u0001'.length) } },
    { StringEquals: { principalName: long } },
    { StringEquals: { [long]: 'a' } },
    Object.fromEntries([[long, { principalName: 'a' }]]),
  ];
  const tooLong: AttachedPolicy[][] = [
    named(room + 1),
    policiesOf([one], long),
    policiesOf([{ effect: 'Allow', targets: [{ ...target, product: long }] }]),
    policiesOf([{ effect: 'Allow', targets: [{ ...target, actions: [long] }] }]),
    policiesOf([{ effect: 'Allow', targets: [{ ...target, resourceNrns: [long] }] }]),
    ...conditions.map((condition) => policiesOf([{ ...one, condition }])),
  ];
  return [
    { name: 'as many statements as may be', policies: times(mostStatements), tooLarge: null },
    { name: 'one statement more', policies: times(mostStatements + 1), tooLarge: 'statements' },
    { name: 'as many bytes as may be', policies: named(room), tooLarge: null },
    ...tooLong.map((policies, at): LimitQuestion => ({ name: `too many bytes (${at})`, policies, tooLarge: 'bytes' })),
  ];
}
