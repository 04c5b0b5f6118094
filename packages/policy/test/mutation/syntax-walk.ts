import type { Node } from 'acorn';

/** A node of any kind, its members by name; which there are depends on its `type` (ESTree). */
export type AnyNode = Node & { readonly [member: string]: unknown };

export const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** All nodes of a tree from the outside in, each with the one around it. */
export function* walk(node: AnyNode, parent?: AnyNode): Generator<{ node: AnyNode; parent: AnyNode | undefined }> {
  yield { node, parent };
  for (const member of Object.values(node)) {
    for (const child of Array.isArray(member) ? member : [member]) {
      if (isNode(child)) yield* walk(child, node);
    }
  }
}
