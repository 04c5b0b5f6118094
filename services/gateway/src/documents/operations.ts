import type { Catalog } from '@genkan/contracts/catalog';
import { isPublic } from '@genkan/contracts/endpoint';
import { errorsAt } from '@genkan/contracts/endpoint-errors';
import type { ErrorTable } from '@genkan/contracts/problem';
import { inlined } from '@genkan/contracts/references';

/** JSON Schema as far as the reference page shows it. */
export interface Schema {
  readonly type?: string | readonly string[];
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
  readonly example?: unknown;
}

type Content = Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;

interface Answer {
  readonly description: string;
  readonly content?: Content;
}

/** One operation of the OpenAPI document, with the place where it stands and without references. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  /** By status, without errors. */
  readonly responses: Readonly<Record<string, Answer>>;
  readonly 'x-action': string;
  readonly 'x-emits': readonly string[];
  /** Beside those of every call. */
  readonly errors: ErrorTable;
}

type Documented = Omit<Operation, 'method' | 'path' | 'errors'> & { readonly description: string };

/** The operations of a catalog's document, in the catalog's order; `openApiDocument` has its shape. */
export function operationsOf(catalog: Catalog, document: Readonly<Record<string, unknown>>): Operation[] {
  const paths = inlined(document).paths as Record<string, Record<string, Documented>>;
  return catalog.endpoints.filter(isPublic).map((endpoint) => {
    const { method, path } = endpoint;
    const documented = paths[path]?.[method.toLowerCase()];
    if (!documented) throw new Error(`${method} ${path} is not in the document`);
    // The page does not show the description: a search would find in it what no reader sees.
    const { description: _, responses, ...operation } = documented;
    return { ...operation, responses: successesOf(responses), method, path, errors: errorsAt(endpoint) };
  });
}

/** Without their headers, which every answer has. */
const successesOf = (responses: Documented['responses']): Operation['responses'] =>
  Object.fromEntries(
    Object.entries(responses)
      .filter(([status]) => Number(status) < 400)
      .map(([status, { description, content }]) => [status, { description, ...(content && { content }) }]),
  );

/** What belongs together is the first segment of the path: `operator-sessions` is the group "Operator sessions". */
export function groupOf({ path }: Operation): { readonly id: string; readonly title: string } {
  const id = path.split('/')[1] ?? '';
  const words = id.replaceAll('-', ' ');
  return { id, title: words.charAt(0).toUpperCase() + words.slice(1) };
}

/** Those in which every word is found: in name, path, summary, action, service, events, fields or codes. */
export function search(operations: readonly Operation[], text: string): Operation[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.filter((operation) => {
    const where = JSON.stringify(operation).toLowerCase();
    return words.every((word) => where.includes(word));
  });
}
