import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import type { AttachedPolicy } from './decision.js';
import { evaluate } from './evaluate.js';
import { PolicyTooLarge } from './policy-too-large.js';
import { deserialise, ProgramUnreadable, serialise } from './program.js';

const resource = 'nrn:genkan:server:kr:204718330962:instance/i-1';
const target = { product: 'server', actions: ['View*'], resourceNrns: ['*'] };
const policies: AttachedPolicy[] = [
  {
    policyId: '__proto__',
    version: 3,
    document: {
      version: 1,
      statements: [
        { sid: 'constructor', effect: 'Allow', targets: [target], condition: { Bool: { mfaPresent: true } } },
        { effect: 'Deny', targets: [target], condition: JSON.parse('{"StringEquals":{"principalTag/__proto__":"x"}}') },
      ],
    },
  },
];
const request = {
  principal: { type: 'sub' as const, id: 's', name: 'kim', accountNo: '204718330962' },
  product: 'server',
  action: 'ViewServer',
  resourceNrn: resource,
  context: { mfaPresent: true },
};

describe('a serialised program', () => {
  it('decides as before, and is written the same again', () => {
    const compiled = compile(policies);
    const written = serialise(compiled);
    const read = deserialise(written);
    expect(evaluate(read, request)).toEqual(evaluate(compiled, request));
    expect(evaluate(read, request)).toMatchObject({
      effect: 'allow',
      considered: 2,
      decidedBy: { sid: 'constructor' },
    });
    expect(serialise(read)).toBe(written);
    expect(read.cost).toMatchObject({ statements: 2, bytes: Buffer.byteLength(written), steps: compiled.cost.steps });
  });

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['another format', '{"format":2,"policies":[],"conditions":[],"statements":[]}'],
    ['an inherited format', '{"__proto__":{"format":1},"policies":[],"conditions":[],"statements":[]}'],
    ['nothing but a format', '{"format":1}'],
    ['a policy that is not there', '{"format":1,"policies":[],"conditions":[],"statements":[[0,0,"Allow",[],-1]]}'],
    [
      'a condition that is not there',
      '{"format":1,"policies":[["p",1]],"conditions":[],"statements":[[0,0,"Allow",[],0]]}',
    ],
    ['a wrong effect', '{"format":1,"policies":[["p",1]],"conditions":[],"statements":[[0,0,"allow",[],-1]]}'],
    [
      'a wrong target',
      '{"format":1,"policies":[["p",1]],"conditions":[],"statements":[[0,0,"Allow",[["s",["a"]]],-1]]}',
    ],
    ['a wrong value', '{"format":1,"policies":[],"conditions":[[["Bool","mfaPresent",[1]]]],"statements":[]}'],
  ])('is refused as a whole: %s', (_, written) => {
    expect(() => deserialise(written)).toThrow(ProgramUnreadable);
  });

  it('is refused at every place where a text is cut or a value is another', () => {
    const written = serialise(compile(policies));
    for (let end = 0; end < written.length; end += 1) {
      expect(() => deserialise(written.slice(0, end))).toThrow(ProgramUnreadable);
    }
  });
});

describe('limits', () => {
  const statement: PolicyStatement = { effect: 'Deny', targets: [target] };
  const many = (count: number, one: PolicyStatement): AttachedPolicy[] => [
    { policyId: 'p', version: 1, document: { version: 1, statements: Array.from({ length: count }, () => one) } },
  ];

  it('takes 50,000 statements, and not one more', () => {
    expect(compile(many(50_000, statement)).cost.statements).toBe(50_000);
    expect(() => compile(many(50_001, statement))).toThrow(new PolicyTooLarge('statements', 50_000));
  });

  it('takes all that the quotas allow: 110 policies of 32 KiB, of the shortest statements that can apply', () => {
    const shortest = { effect: 'Deny', targets: [{ product: '*', actions: ['*'], resourceNrns: ['*'] }] } as const;
    const room = 32_768 - JSON.stringify({ version: 1, statements: [] }).length;
    const count = Math.floor((room + 1) / (JSON.stringify(shortest).length + 1));
    const one = { effect: shortest.effect, targets: [{ product: '*', actions: ['*'], resourceNrns: ['*'] }] };
    const policy = many(count, one)[0] as AttachedPolicy;
    expect(compile(Array.from({ length: 110 }, () => policy)).cost.bytes).toBeLessThan(8 * 1024 * 1024);
  });

  it('refuses more than 8 MiB', () => {
    const values = Array.from({ length: 1_000 }, (_, index) => `${index}`.padStart(1_000, 'x'));
    const large = (index: number): PolicyStatement => ({
      ...statement,
      condition: { StringEquals: { [`principalTag/${index}`]: values } },
    });
    const policy = (count: number) =>
      many(1, statement).map((each) => ({
        ...each,
        document: { version: 1 as const, statements: Array.from({ length: count }, (_, index) => large(index)) },
      }));
    expect(compile(policy(8)).cost.bytes).toBeGreaterThan(8_000_000);
    expect(() => compile(policy(9))).toThrow(PolicyTooLarge);
  });
});
