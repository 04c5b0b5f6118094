import { type PolicyDocument, policyDocument } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it } from '@jest/globals';
import { allChecks } from './checks/all-checks.js';
import { countComparisons, MAX_COMPARISONS } from './checks/comparisons.js';
import { documentView } from './checks/document-view.js';
import {
  allowServer,
  allowWhen,
  denyServer,
  policyOf,
  SERVERS,
  statementOf,
  variable,
} from './checks/example-policy.js';
import { exampleCatalogue } from './example-catalogue.js';
import { MAX_FINDINGS_OF_A_CHECK, validate } from './validate.js';

const namesIn = (document: PolicyDocument) => [
  ...new Set(validate(document, exampleCatalogue).map(({ check }) => check)),
];

/** What a pointer (RFC 6901) points at; throws when it points at nothing. */
function at(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, token) => {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) throw new Error(pointer);
      return (value as Record<string, unknown>)[token];
    }, document);
}

describe('each check', () => {
  it('has a name of its own, and they are many', () => {
    const names = allChecks.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(25);
  });

  it.each(allChecks.map((check) => [check.name, check] as const))('%s alone finds its example', (name, check) => {
    expect(policyDocument.safeParse(check.example).success).toBe(true);
    const findings = validate(check.example, exampleCatalogue);
    expect([...new Set(findings.map((finding) => finding.check))]).toEqual([name]);
    for (const { severity, sentence, pointer, params } of findings) {
      expect(severity).toBe(check.severity);
      expect(() => at(check.example, pointer)).not.toThrow();
      const named = [...check.sentence.matchAll(/\{(\w+)\}/g)].map(([, param]) => param ?? '');
      expect(Object.keys(params)).toEqual(expect.arrayContaining(named));
      for (const param of named) expect(sentence).not.toContain(`{${param}}`);
      expect(sentence).not.toContain('undefined');
    }
  });

  it.each(allChecks.map((check) => [check.name, check] as const))(
    '%s leaves its fixed policy alone',
    (_, { fixed }) => {
      expect(policyDocument.safeParse(fixed).success).toBe(true);
      expect(validate(fixed, exampleCatalogue)).toEqual([]);
    },
  );
});

describe('validation', () => {
  const sensible: Record<string, PolicyDocument> = {
    'everybody views servers from the office': allowWhen({
      IpAddress: { sourceIp: ['203.0.113.0/24', '2001:db8::/48'] },
    }),
    'owners work on what is theirs, with a second factor': policyOf(
      allowServer(['StartServer', 'StopServer'], {
        condition: { StringEquals: { 'resourceTag/owner': variable('principalName') }, Bool: { mfaPresent: true } },
      }),
    ),
    'servers, without deleting, and no change in the freeze': policyOf(
      statementOf('Allow', 'server', '*', '*'),
      denyServer('DeleteServer'),
      statementOf('Deny', 'server', ['Change*', 'Create*'], '*', {
        condition: {
          DateGreaterThanEquals: { currentTime: '2026-12-24T00:00:00+09:00' },
          DateLessThan: { currentTime: '2027-01-02T00:00:00+09:00' },
        },
      }),
    ),
    'sub accounts, but nothing that grants': policyOf(
      statementOf('Allow', 'sub-account', ['View*', '*SubAccount'], 'nrn:genkan:sub-account:global:*:*'),
    ),
    'escalation that is taken back': policyOf(
      statementOf('Allow', 'sub-account', ['View*', '*Group', 'AttachPolicy'], '*'),
      statementOf('Deny', 'sub-account', ['AttachPolicy', 'DeleteGroup'], '*'),
    ),
  };

  it.each(Object.entries(sensible))('finds nothing in a sensible policy: %s', (_, document) => {
    expect(validate(document, exampleCatalogue)).toEqual([]);
  });

  const doubtful: Record<string, [PolicyDocument, string[]]> = {
    'an action of another product': [policyOf(allowServer('ViewPolicy')), ['unknown-action']],
    'an action of any product on all products': [policyOf(statementOf('Allow', '*', 'StopServer', '*')), []],
    'an unknown product in an NRN only': [
      policyOf(statementOf('Allow', '*', 'ViewServer', 'nrn:genkan:serber:kr:204718330962:instance/*')),
      ['unknown-product'],
    ],
    'an escalation hidden in a pattern': [
      policyOf(statementOf('Allow', '*', '*AccessKey', '*')),
      ['privilege-escalation'],
    ],
    'an escalation that is taken back for one group only': [
      policyOf(
        statementOf('Allow', 'sub-account', 'AddGroupMember', '*'),
        statementOf('Deny', 'sub-account', 'AddGroupMember', 'nrn:genkan:sub-account:global:*:Group/17'),
      ),
      ['privilege-escalation'],
    ],
    'a type without an id': [
      policyOf(statementOf('Allow', 'server', 'ViewServer', 'nrn:genkan:server:kr:204718330962:instance')),
      ['unknown-resource-type'],
    ],
    'a pattern within a type': [
      policyOf(statementOf('Allow', 'server', 'ViewServer', 'nrn:genkan:server:kr:204718330962:inst*')),
      [],
    ],
    'any type': [policyOf(statementOf('Allow', 'server', 'ViewServer', 'nrn:genkan:server:*:*:*')), []],
    'a negative operator with IfExists': [
      allowWhen({ StringNotEqualsIfExists: { 'resourceTag/env': 'production' } }),
      [],
    ],
    'a negative operator on who asks': [allowWhen({ StringNotEquals: { principalName: 'kim' } }), []],
    'a tag that only a variable names': [
      policyOf(
        allowServer('ViewServers', { condition: { StringEquals: { principalName: variable('resourceTag/owner') } } }),
      ),
      ['resource-tags-not-given'],
    ],
    'every kind of mapped and IPv6 range with bits too many': [
      allowWhen({ IpAddress: { sourceIp: ['::ffff:203.0.113.1/120', '2001:db8::1/64'] } }),
      ['range-with-host-bits'],
    ],
    'a time window of no millisecond': [
      allowWhen({
        DateGreaterThan: { currentTime: '2026-01-01T00:00:00Z' },
        DateLessThan: { currentTime: '2026-01-01T09:00:00.001+09:00' },
      }),
      ['impossible-dates'],
    ],
    'dates that are alternatives': [
      allowWhen({
        DateGreaterThan: { currentTime: ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'] },
        DateLessThan: { currentTime: '2026-06-01T00:00:00Z' },
      }),
      [],
    ],
    'an office within what is refused': [
      allowWhen({ IpAddress: { sourceIp: '10.1.0.0/16' }, NotIpAddress: { sourceIp: '10.0.0.0/8' } }),
      ['contradictory-condition'],
    ],
    'ranges of which only a part is refused': [
      allowWhen({ IpAddress: { sourceIp: '10.0.0.0/8' }, NotIpAddress: { sourceIp: '10.1.0.0/16' } }),
      [],
    ],
    'an exact value and a pattern that it has not': [
      allowWhen({ StringEquals: { principalName: 'kim' }, StringLike: { principalName: 'l*' } }),
      ['contradictory-condition'],
    ],
    'a Deny under the condition of the Allow': [
      policyOf(
        allowServer('StopServer', { condition: { IpAddress: { sourceIp: ['203.0.113.7', '203.0.113.9'] } } }),
        denyServer('StopServer', { condition: { IpAddress: { sourceIp: ['203.0.113.9', '203.0.113.7'] } } }),
      ),
      ['allow-shadowed-by-deny'],
    ],
    'a Deny under another condition': [
      policyOf(allowServer('StopServer'), denyServer('*', { condition: { Bool: { mfaPresent: true } } })),
      [],
    ],
    'two targets that say the same': [
      policyOf({
        effect: 'Allow',
        targets: [
          { product: 'server', actions: ['ViewServer', 'StopServer'], resourceNrns: [SERVERS] },
          { product: 'server', actions: ['StopServer', 'ViewServer'], resourceNrns: [SERVERS] },
        ],
      }),
      ['covered-by-wider-target'],
    ],
    'two patterns that say the same': [policyOf(allowServer(['View*', 'View**'])), ['redundant-action']],
  };

  it.each(Object.entries(doubtful))('finds what is to be found: %s', (_, [document, names]) => {
    expect(policyDocument.safeParse(document).success).toBe(true);
    expect(namesIn(document)).toEqual(names);
  });

  it('tells where, in order of weight, in words and as data', () => {
    const document = policyOf(
      allowServer(['ViewServer', 'View*'], { condition: { StringEquals: { 'resourceTag/a~b': ['x', 'dev-*'] } } }),
      statementOf('Allow', 'servr', 'ViewServer', SERVERS),
    );
    expect(validate(document, exampleCatalogue)).toEqual([
      {
        check: 'unknown-product',
        severity: 'ERROR',
        pointer: '/statements/1/targets/0/product',
        params: { product: 'servr', near: ' Is server meant?' },
        sentence: 'There is no product servr. Is server meant?',
      },
      {
        check: 'wildcard-in-exact-value',
        severity: 'WARNING',
        pointer: '/statements/0/condition/StringEquals/resourceTag~1a~0b/1',
        params: { operator: 'StringEquals', value: 'dev-*' },
        sentence: 'For StringEquals the * in dev-* is no wildcard.',
      },
      {
        check: 'redundant-action',
        severity: 'INFO',
        pointer: '/statements/0/targets/0/actions/0',
        params: { item: 'ViewServer', wider: 'View*' },
        sentence: 'ViewServer is there twice, or within View*.',
      },
    ]);
  });
});

describe('a policy that is written to be slow', () => {
  const letters = (index: number, between: string) =>
    [...String(index).padStart(4, '0')].map((digit) => `${between}${'abcdefghij'[Number(digit)]}`).join('');
  const many = (count: number, make: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => make(index));
  const target = { product: 'server', actions: ['ViewServer'], resourceNrns: ['*'] };

  const hostile: Record<string, PolicyDocument> = {
    'patterns of actions': policyOf(allowServer(many(2_900, (index) => letters(index, '*')))),
    'unknown actions': policyOf(allowServer(many(4_000, (index) => `V${letters(index, '')}`))),
    resources: policyOf(
      statementOf(
        'Allow',
        'server',
        'ViewServer',
        many(900, (index) => `nrn:a:server:b:1:${letters(index, '*')}`),
      ),
    ),
    ranges: allowWhen({ IpAddress: { sourceIp: many(2_100, (index) => `10.${index % 256}.${index >> 8}.0/24`) } }),
    texts: allowWhen({ StringLike: { principalName: many(2_900, (index) => letters(index, '*')) } }),
    statements: {
      version: 1,
      statements: many(350, (index) => letters(index, '')).map((action) => ({
        effect: 'Deny' as const,
        targets: [{ ...target, actions: [`*${action}`] }],
      })),
    },
    targets: policyOf({
      effect: 'Allow',
      targets: many(400, (index) => letters(index, '*')).map((action) => ({ ...target, actions: [action] })),
    }),
    'Allows beside Denies of what grants access': policyOf(
      ...many(150, () => '*').map(() => statementOf('Allow', 'sub-account', '*', '*')),
      ...many(150, (index) => `nrn:a:b:c:${index}:d/*`).map((nrn) => statementOf('Deny', 'sub-account', '*', nrn)),
    ),
  };

  it.each(Object.entries(hostile))('needs a bounded number of comparisons: many %s', (_, document) => {
    expect(JSON.stringify(document).length).toBeLessThan(34_000);
    const comparisons = countComparisons(MAX_COMPARISONS);
    const view = documentView(document, exampleCatalogue, comparisons);
    for (const { find } of allChecks) [...find(view)];
    expect(comparisons.spent()).toBeLessThanOrEqual(MAX_COMPARISONS);
    const findings = validate(document, exampleCatalogue);
    for (const { name } of allChecks) {
      expect(findings.filter(({ check }) => check === name).length).toBeLessThanOrEqual(MAX_FINDINGS_OF_A_CHECK);
    }
  });

  it('is far from a policy that a person writes', () => {
    const server = (index: number) => `nrn:genkan:server:kr:204718330962:instance/${index}`;
    const statements = Array.from({ length: 100 }, (_, index) =>
      statementOf('Allow', 'server', ['View*', 'StartServer', 'StopServer'], [server(index), server(index + 1_000)]),
    );
    const comparisons = countComparisons(MAX_COMPARISONS);
    const view = documentView({ version: 1, statements }, exampleCatalogue, comparisons);
    for (const { find } of allChecks) [...find(view)];
    expect(comparisons.spent()).toBeLessThan(MAX_COMPARISONS / 4);
  });
});
