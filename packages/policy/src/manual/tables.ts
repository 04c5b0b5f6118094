import { allChecks } from '../checks/all-checks.js';
import type { Check, Severity } from '../checks/check.js';
import { genkanCatalogue } from '../genkan-catalogue.js';
import { managedPolicies } from '../managed-policies.js';
import { exampleTexts } from './example-text.js';

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
const cell = (text: string) => text.replaceAll('|', '\\|');
const code = (text: string) => `\`${text}\``;

function checkRow({ name, what, fix, example, fixed }: Check): string[] {
  const { wrong, right } = exampleTexts(example, fixed);
  return [code(name), what, `${code(wrong)} → ${code(right)}`, fix];
}

const severities: readonly Severity[] = ['ERROR', 'WARNING', 'INFO'];

/** All checks, worst first. */
export const checksTable = (): string =>
  severities
    .map((severity) => {
      const checks = allChecks.filter((check) => check.severity === severity);
      const head = ['check', 'finds', 'example → instead', 'what to do'];
      return `### ${severity}: ${checks.length} checks\n\n${table(head, checks.map(checkRow))}`;
    })
    .join('\n\n');

/** The managed policies of Genkan's own products. */
export const managedTable = (): string =>
  table(
    ['policy', 'allows', 'statement'],
    managedPolicies(genkanCatalogue).map(({ name, description, document }) => {
      const targets = document.statements.flatMap((statement) => statement.targets);
      const texts = targets.map(({ product, actions }) => `${product}: ${actions.join(', ')}`);
      return [code(name), description, texts.map(code).join(', ')];
    }),
  );
