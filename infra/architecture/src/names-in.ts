import { isNode, type Node } from './syntax-node.js';

/**
 * What a node names: `fetch`, `Date.now` (also out of `const { now } = Date` and `globalThis.Date.now`), `.trim`, `new Date`, and
 * without an argument `new Date()`; `setTimeout` where it is imported, by whatever name; `any` as a type; `open as` where the
 * answer of a call is cast; `import.meta.url.pathname` where a file's URL is read as a path.
 */
export function namesIn(node: Node, inType: boolean): readonly string[] {
  if (node.type === 'TSAnyKeyword') return ['any'];
  return inType ? none : (readers[node.type]?.(node) ?? none);
}

const none: readonly string[] = [];

const memberOf = (node: Node): string[] => {
  const { object } = node;
  const key = keyOf(node);
  if (key === undefined) return [];
  const owner = isFileUrl(object) ? 'import.meta.url' : pathOf(object);
  return owner === undefined ? [`.${key}`] : [`.${key}`, within(owner, key)];
};

const castOf = ({ expression }: Node): string[] => {
  if (!isNode(expression) || expression.type !== 'CallExpression' || !isNode(expression.callee)) return [];
  const called = nameOf(expression.callee) ?? keyOf(expression.callee);
  return called === undefined ? [] : [`${called} as`];
};

const readers: Readonly<Record<string, (node: Node) => string[]>> = {
  Identifier: ({ name }) => [String(name)],
  MemberExpression: memberOf,
  OptionalMemberExpression: memberOf,
  NewExpression: ({ callee, arguments: given }) => {
    const name = pathOf(callee);
    if (name === undefined) return [];
    return Array.isArray(given) && given.length === 0 ? [`new ${name}`, `new ${name}()`] : [`new ${name}`];
  },
  CallExpression: ({ callee }) => (isNode(callee) && callee.name === 'Date' ? ['new Date()'] : []),
  VariableDeclarator: ({ id, init }) => {
    const owner = isFileUrl(init) ? 'import.meta.url' : pathOf(init);
    if (owner === undefined || !isNode(id) || id.type !== 'ObjectPattern') return [];
    return fieldsOf(id).map((key) => within(owner, key));
  },
  ImportDeclaration: ({ importKind, specifiers }) =>
    importKind === 'type' || !Array.isArray(specifiers) ? [] : specifiers.flatMap((each) => importedBy(each) ?? []),
  TSAsExpression: castOf,
  TSTypeAssertion: castOf,
};

const importedBy = ({ importKind, imported }: Node): string | undefined =>
  importKind === 'type' ? undefined : nameOf(imported);

const fieldsOf = ({ properties }: Node): string[] =>
  Array.isArray(properties) ? properties.flatMap(({ key }: Node) => nameOf(key) ?? []) : [];

/** `Date`, `process.env`; nothing for the global object, undefined for what is no plain name. */
function pathOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier') return node.name === 'globalThis' ? '' : String(node.name);
  if (!node.type.endsWith('MemberExpression')) return undefined;
  const [owner, key] = [pathOf(node.object), keyOf(node)];
  return owner === undefined || key === undefined ? undefined : within(owner, key);
}

const within = (owner: string, key: string): string => (owner === '' ? key : `${owner}.${key}`);

/** `env` of `process.env` and of `process['env']`. */
const keyOf = ({ property, computed }: Node): string | undefined =>
  computed && isNode(property) && property.type === 'Identifier' ? undefined : nameOf(property);

const nameOf = (node: unknown): string | undefined => {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier') return String(node.name);
  return node.type === 'StringLiteral' ? String(node.value) : undefined;
};

/** `new URL('…', import.meta.url)` */
function isFileUrl(node: unknown): boolean {
  if (!isNode(node) || node.type !== 'NewExpression' || !Array.isArray(node.arguments)) return false;
  const base: unknown = node.arguments[1];
  return isNode(base) && base.type === 'MemberExpression' && isNode(base.object) && base.object.type === 'MetaProperty';
}
