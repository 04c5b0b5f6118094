import { readFileSync } from 'node:fs';
import { baseOperators, plainConditionKeys, tagConditionKeys } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import { conditionKey } from './condition-keys.js';
import { evaluate } from './evaluate.js';
import { exampleCatalogue } from './example-catalogue.js';
import { manualFile } from './generate.js';
import { withGeneratedSections } from './manual/generated-sections.js';
import { operatorNamed } from './operators.js';
import { parsePolicy } from './parse.js';
import type { PolicyPrincipal, PolicyRequest, RequestContext } from './request.js';
import { validate } from './validate.js';

const manual = readFileSync(manualFile, 'utf8');
const section = (title: string) => manual.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
/** Cells of the rows of all tables in a text, without heads. */
const rowsOf = (text: string) =>
  [...text.matchAll(/^\| (.*) \|$/gm)]
    .map(([, row = '']) => row.split(' | '))
    .filter(([first = '']) => first.startsWith('`'));
const bare = (text = '') => text.replaceAll('`', '');

const kim: PolicyPrincipal = { type: 'sub', id: 'u-7', name: 'kim', accountNo: '204718330962' };
const examples = section('Worked examples').split('\n### ').slice(1);

function requestOf([asks = '', on = '', known = '']: readonly string[]): PolicyRequest {
  const [product = '', action = ''] = bare(asks).split(' ');
  const { principal, ...context } = JSON.parse(bare(known)) as RequestContext & {
    principal?: Partial<PolicyPrincipal>;
  };
  return { principal: { ...kim, ...principal }, product, action, resourceNrn: bare(on), context };
}

describe('the worked examples of the manual', () => {
  it('are ten', () => {
    expect(examples).toHaveLength(10);
  });

  it.each(examples.map((text) => [text.split('\n')[0] ?? '', text] as const))('%s', (_, text) => {
    const parsed = parsePolicy(text.split('```json policy\n')[1]?.split('```')[0] ?? '');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    expect(validate(parsed.document, exampleCatalogue)).toEqual([]);
    const compiled = compile([{ policyId: 'example', version: 1, document: parsed.document }]);
    const rows = rowsOf(text);
    const effects = new Set(rows.map(([, , , decision]) => bare(decision)));
    // Each shows what it allows and what it refuses.
    expect([effects.has('allow'), effects.size > 1]).toEqual([true, true]);
    for (const row of rows) {
      expect({ row, decision: evaluate(compiled, requestOf(row)).effect }).toEqual({ row, decision: bare(row[3]) });
    }
  });
});

describe('the manual', () => {
  it('has its tables up to date (npm run generate)', () => {
    expect(withGeneratedSections(manual) === manual).toBe(true);
  });

  it('is told when it has no place for a table', () => {
    expect(() => withGeneratedSections('# Policies')).toThrow(RangeError);
  });

  it('explains every key', () => {
    const names = rowsOf(section('Condition keys')).map(([key]) => bare(key));
    const keys = [...plainConditionKeys, ...tagConditionKeys.map((prefix) => `${prefix}/<tag>`)];
    expect([...names].sort()).toEqual([...keys].sort());
    for (const name of names) expect(conditionKey(name)).toBeDefined();
  });

  it('explains every operator, by an example that can be judged', () => {
    const rows = rowsOf(section('Operators'));
    expect(rows.map(([operator]) => bare(operator))).toEqual([...baseOperators]);
    for (const [operator, , example] of rows) {
      const condition = JSON.parse(bare(example));
      expect(Object.keys(condition)).toEqual([bare(operator)]);
      expect(operatorNamed(bare(operator))).toBeDefined();
      const targets = [{ product: 'server', actions: ['ViewServer'], resourceNrns: ['*'] }];
      const findings = validate({ version: 1, statements: [{ effect: 'Deny', targets, condition }] }, exampleCatalogue);
      expect(findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
    }
  });

  it('shows an anatomy that is a policy', () => {
    const parsed = parsePolicy(section('Anatomy').split('```json\n')[1]?.split('```')[0] ?? '');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    expect(validate(parsed.document, exampleCatalogue)).toEqual([]);
  });
});
