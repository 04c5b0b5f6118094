import { isNode, type Node } from './syntax-node.js';

/** One `import`, `export … from`, `import()` or `require()`. */
export interface Import {
  /** As it is written: `zod`, `./draft.js`. */
  readonly module: string;
  /** Nothing of it is left when the program runs: `import type …`. Of `import { type A }` an import without names is left. */
  readonly isType: boolean;
}

/** What a node imports; of a module that only the running program names nothing is known. */
export function importOf(node: Node): Import | undefined {
  const module = textOf(moduleOf(node));
  return module === undefined ? undefined : { module, isType: isType(node) };
}

function moduleOf({ type, source, argument, callee, arguments: given, expression }: Node): unknown {
  if (type === 'ImportDeclaration' || type.startsWith('Export') || type === 'ImportExpression') return source;
  if (type === 'TSImportType') return argument;
  if (type === 'TSExternalModuleReference') return expression;
  if (type !== 'CallExpression' || !isNode(callee) || !Array.isArray(given)) return undefined;
  return callee.type === 'Import' || callee.name === 'require' ? given[0] : undefined;
}

/** Babel has a text either bare or within a type. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'TSLiteralType') return textOf(node.literal);
  return node.type === 'StringLiteral' ? String(node.value) : undefined;
}

const isType = ({ type, importKind, exportKind }: Node): boolean =>
  type === 'TSImportType' || importKind === 'type' || exportKind === 'type';
