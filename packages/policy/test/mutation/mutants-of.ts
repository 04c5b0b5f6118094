import { parse } from 'acorn';
import { type AnyNode, isNode, walk } from './syntax-walk.js';

/** One small change of a source text. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

const otherOperators: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '&': ['|'],
  '|': ['&'],
  '^': ['&'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '??=': ['='],
  '++': ['--'],
  '--': ['++'],
};

const otherMethods: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  min: 'max',
  max: 'min',
  indexOf: 'lastIndexOf',
};

const parsed = (source: string): AnyNode =>
  parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as AnyNode;

/** Where a function or constant of that name is declared. */
export function declarationOf(name: string, source: string): { readonly start: number; readonly end: number } {
  for (const { node } of walk(parsed(source))) {
    if (/^(FunctionDeclaration|VariableDeclarator)$/.test(node.type) && isNode(node.id) && node.id.name === name)
      return node;
  }
  throw new Error(`nothing is called ${name}`);
}

/** All mutants of a compiled file, in the order in which they stand there. */
export function mutantsOf(source: string): Mutant[] {
  const mutants: Mutant[] = [];
  for (const { node, parent } of walk(parsed(source))) {
    const whole = (replacement: string) => mutants.push({ start: node.start, end: node.end, replacement });
    for (const replacement of changesOf(node, parent, source)) whole(replacement);
    mutants.push(...operatorChanges(node, source), ...testChanges(node, source), ...methodChanges(node));
  }
  return mutants
    .filter(({ start, end, replacement }) => source.slice(start, end) !== replacement)
    .sort((a, b) => a.start - b.start);
}

/** What may stand in the place of a whole node. */
function changesOf(node: AnyNode, parent: AnyNode | undefined, source: string): string[] {
  const text = source.slice(node.start, node.end);
  switch (node.type) {
    case 'Literal':
      return literalChanges(node, parent);
    case 'UnaryExpression':
      return node.operator === '!' || node.operator === '-' ? [`(${textOf(node.argument, source)})`] : [];
    case 'ReturnStatement':
      return hasValue(node.argument) ? ['return;'] : [';'];
    case 'ExpressionStatement':
    case 'ContinueStatement':
    case 'BreakStatement':
    case 'ThrowStatement':
      return text.startsWith('super(') ? [] : [';'];
    case 'TemplateLiteral':
      return parent?.type === 'TaggedTemplateExpression' ? [] : ['""'];
    default:
      return [];
  }
}

/** Whether what is returned could be told from nothing where only its truth is looked at. */
const hasValue = (argument: unknown): boolean =>
  isNode(argument) && argument.value !== false && argument.name !== 'undefined';

function literalChanges(node: AnyNode, parent: AnyNode | undefined): string[] {
  const { value, regex } = node;
  if (/^(Import|Export)/.test(parent?.type ?? '')) return [];
  if (typeof value === 'boolean') return [String(!value)];
  if (typeof value === 'number') return neighbours(value, node, parent).map(String);
  if (typeof value === 'string') return [value === '' ? '"mutant"' : '""'];
  return regex ? regexChanges(regex as { pattern: string; flags: string }) : [];
}

/** One more and one less, but none that says the same as another comparison: `< 1` is `<= 0`. */
function neighbours(value: number, node: AnyNode, parent: AnyNode | undefined): number[] {
  const operator = parent?.right === node ? parent.operator : undefined;
  const all = value === 0 ? [1] : [value + 1, value - 1];
  if (operator === '<' || operator === '>=') return all.filter((other) => other < value);
  if (operator === '>' || operator === '<=') return all.filter((other) => other > value);
  return all;
}

/** An expression that takes more: without an anchor, or with other bounds. */
function regexChanges({ pattern, flags }: { pattern: string; flags: string }): string[] {
  const others = [pattern.replace(/^\^/, ''), pattern.replace(/\$$/, '')];
  for (const { 0: bounds, 1: least, 2: most, index } of pattern.matchAll(/\{(\d+)(?:,(\d+))?\}/g)) {
    const put = (text: string) => others.push(pattern.slice(0, index) + text + pattern.slice(index + bounds.length));
    put(`{${least},${Number(most ?? least) + 1}}`);
    if (most) put(`{${Number(least) + 1},${most}}`);
  }
  return others.filter((other) => other !== pattern).map((other) => `/${other}/${flags}`);
}

/** Another operator in the place of the one between, before or behind its operands. */
function operatorChanges(node: AnyNode, source: string): Mutant[] {
  const { operator, left, right, argument, prefix } = node;
  if (typeof operator !== 'string') return [];
  let from = node.start;
  let to = node.end;
  if (isNode(left) && isNode(right)) [from, to] = [left.end, right.start];
  else if (node.type === 'UpdateExpression' && isNode(argument)) {
    if (prefix) to = argument.start;
    else from = argument.end;
  } else return [];
  const start = source.indexOf(operator, from);
  if (start < 0 || start >= to) return [];
  return (otherOperators[operator] ?? []).map((replacement) => ({ start, end: start + operator.length, replacement }));
}

/** A test that is no comparison, turned round; a loop that is never entered. */
function testChanges({ type, test }: AnyNode, source: string): Mutant[] {
  if (!isNode(test)) return [];
  const { start, end } = test;
  if (type === 'WhileStatement' || type === 'ForStatement') return [{ start, end, replacement: 'false' }];
  if (type !== 'IfStatement' && type !== 'ConditionalExpression') return [];
  if (test.type === 'BinaryExpression' && otherOperators[test.operator as string]) return [];
  return test.type === 'UnaryExpression' ? [] : [{ start, end, replacement: `!(${source.slice(start, end)})` }];
}

function methodChanges({ type, property, computed }: AnyNode): Mutant[] {
  if (type !== 'MemberExpression' || computed || !isNode(property)) return [];
  const other = Object.hasOwn(otherMethods, String(property.name)) ? otherMethods[String(property.name)] : undefined;
  return other === undefined ? [] : [{ start: property.start, end: property.end, replacement: other }];
}

const textOf = (node: unknown, source: string): string => (isNode(node) ? source.slice(node.start, node.end) : '');
