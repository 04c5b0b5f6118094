import { parse } from '@babel/parser';
import { type Import, importOf } from './import-of.js';
import { namesIn } from './names-in.js';
import { eachNode, type Node } from './syntax-node.js';

/** A file of the tree, read by its syntax: what stands in comments and texts is neither imported nor named. */
export interface SourceFile {
  /** Below the repository's root. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  /** What the code names, see `namesIn`. */
  readonly names: ReadonlySet<string>;
  /** Types, interfaces and classes that it defines and exports. */
  readonly exportedTypes: readonly string[];
}

/** Of files that are neither TypeScript nor JavaScript only the text is read. */
export function sourceFile(path: string, text: string): SourceFile {
  if (!isCode(path)) return { path, text, imports: [], names: new Set(), exportedTypes: [] };
  const imports: Import[] = [];
  const names = new Set<string>();
  const exportedTypes: string[] = [];
  eachNode(program(path, text), (node, inType) => {
    const imported = importOf(node);
    if (imported) imports.push(imported);
    for (const name of namesIn(node, inType)) names.add(name);
    const exported = exportedTypeOf(node);
    if (exported) exportedTypes.push(exported);
  });
  return { path, text, imports, names, exportedTypes };
}

export const isCode = (path: string) => /\.m?[jt]sx?$/.test(path);

function program(path: string, text: string): Node {
  const jsx = path.endsWith('x') ? (['jsx'] as const) : [];
  // Fixtures may be no program: `export` of what is not there.
  const settings = { sourceType: 'module', errorRecovery: true, attachComment: false } as const;
  return { ...parse(text, { ...settings, plugins: ['typescript', ...jsx] }).program };
}

const typeDeclarations = ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'ClassDeclaration'];

function exportedTypeOf({ type, declaration }: Node): string | undefined {
  if (type !== 'ExportNamedDeclaration') return undefined;
  const { type: kind, id } = (declaration ?? {}) as Partial<Node>;
  return kind && typeDeclarations.includes(kind) ? (id as { name: string }).name : undefined;
}
