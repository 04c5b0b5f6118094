import { type Html, html } from './html.js';
import type { Parameter, Schema } from './operations.js';

/** The fields of a JSON object, one row each, fields of fields below with their path. */
export function fieldTable(schema: Schema): Html {
  const rows = fieldRows(schema, '');
  return rows.length > 0 ? table(rows) : html`<p>${typeOf(schema)}</p>`;
}

export const parameterTable = (parameters: readonly Parameter[]): Html =>
  table(
    parameters.map(({ name, in: place, required, description, schema }) =>
      row(`${name} (${place})`, required, { ...schema, ...(description && { description }) }),
    ),
  );

const table = (rows: readonly Html[]): Html =>
  html`<table><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Class</th><th scope="col">Meaning</th></tr></thead><tbody>${rows}</tbody></table>`;

function fieldRows({ properties = {}, required = [] }: Schema, prefix: string): Html[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const inner = objectOf(field);
    const suffix = field.type === 'array' ? '[].' : '.';
    return [row(path, required.includes(name), field), ...(inner ? fieldRows(inner, path + suffix) : [])];
  });
}

const row = (name: string, isRequired: boolean, schema: Schema): Html =>
  html`<tr><th scope="row"><code>${name}</code>${isRequired ? '' : html` <small>optional</small>`}</th><td>${typeOf(schema)}</td><td>${schema['x-class'] ?? ''}</td><td>${prose(schema.description ?? '')}</td></tr>`;

/** A description, in which text between backticks is code. */
export const prose = (text: string): Html =>
  html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;

/** The object inside: itself, the entries of a list, what is not null of a union. */
function objectOf(schema: Schema): Schema | undefined {
  if (schema.properties) return schema;
  if (schema.items) return objectOf(schema.items);
  return schema.anyOf?.map(objectOf).find((one) => one !== undefined);
}

/** Such as `string (email), 3 to 320 characters, or null`. */
function typeOf(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`;
  const length = range(schema.minLength, schema.maxLength);
  const value = range(schema.minimum, schema.maximum);
  return [
    `${[schema.type ?? 'anything'].flat().join(' or ')}${schema.format ? ` (${schema.format})` : ''}`,
    length && `${length} characters`,
    value,
    schema.default !== undefined && `unless told ${JSON.stringify(schema.default)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function range(min: number | undefined, max: number | undefined): string | undefined {
  if (min === undefined && max === undefined) return undefined;
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : min === max ? `${min}` : `${min} to ${max}`;
}
