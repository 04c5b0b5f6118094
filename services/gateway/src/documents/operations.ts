/** JSON Schema as far as the reference page shows it. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly 'x-class'?: string;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** One operation of the OpenAPI document, with the place where it stands. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
  readonly 'x-action': string;
  readonly 'x-emits': readonly string[];
}

/** The operations of a document of ours; `openApiDocument` has its shape. */
export function operationsOf(document: Readonly<Record<string, unknown>>): Operation[] {
  const paths = document.paths as Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** What belongs together: the service, and in it the capability, which is the first segment of the path. */
export const groupOf = ({ tags, path }: Operation): { service: string; capability: string } => ({
  service: tags[0] ?? '',
  capability: path.split('/')[1] ?? '',
});

/** Those in which every word is found: in name, path, summary, action, group, events or fields. */
export function search(operations: readonly Operation[], text: string): Operation[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.filter((operation) => {
    const where = JSON.stringify([operation, groupOf(operation)]).toLowerCase();
    return words.every((word) => where.includes(word));
  });
}
