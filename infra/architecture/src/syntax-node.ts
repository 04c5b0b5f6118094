/** A node of Babel's syntax tree, of which the rules ask little. */
export interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const types = new Set([
  'typeAnnotation',
  'typeParameters',
  'typeArguments',
  'superTypeParameters',
  'returnType',
  'implements',
]);

/** Visits all nodes of a program, and says whether each stands in a type, which is gone when the program runs. */
export function eachNode(value: unknown, visit: (node: Node, inType: boolean) => void, inType = false): void {
  if (Array.isArray(value)) {
    for (const item of value) eachNode(item, visit, inType);
    return;
  }
  if (!isNode(value)) return;
  const isType = inType || value.type === 'TSInterfaceDeclaration' || value.type === 'TSTypeAliasDeclaration';
  visit(value, isType);
  for (const field in value) {
    const child = value[field];
    if (typeof child !== 'object' || child === null || field === 'loc' || isOnlyName(value, field)) continue;
    eachNode(child, visit, isType || types.has(field));
  }
}

/** `fetch` in `api.fetch` and in `{ fetch: 1 }` names no variable. What an import names is the import's own. */
function isOnlyName({ type, computed }: Node, field: string): boolean {
  if (field === 'specifiers') return true;
  if (computed) return false;
  return (field === 'property' && type.endsWith('MemberExpression')) || (field === 'key' && !type.startsWith('TS'));
}
