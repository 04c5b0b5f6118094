import type { Operation } from './operations.js';

/** Shell that the examples of a page need once: where the API is, and a cookie jar with the token in it. */
export const preparation = (publicOrigin: string): string => `API=${publicOrigin}/api/v1 JAR=$(mktemp)
csrf() { awk '$6 == "__Host-csrf" { print $7 }' "$JAR"; }`;

/** A call of the operation with curl, made from the samples of its contract, to be pasted after the `preparation`. */
export function curlExample({ method, path, parameters, requestBody }: Operation): string {
  const sent = parameters.filter(({ example }) => example !== undefined);
  const of = (place: string) => sent.filter((parameter) => parameter.in === place);
  const filled = of('path').reduce((text, { name, example }) => text.replace(`{${name}}`, encoded(example)), path);
  const query = of('query').map(({ name, example }) => `${name}=${encoded(example)}`);
  const headers = of('header').map(({ name, example }) => `${name}: ${example}`);
  const body = requestBody?.content['application/json']?.example;
  const lines = [
    `curl -sS -b "$JAR" -c "$JAR" -X ${method} "$API${filled}${query.length > 0 ? `?${query.join('&')}` : ''}"`,
    method !== 'GET' && '-H "x-csrf-token: $(csrf)"',
    ...headers.map((header) => `-H ${quoted(header)}`),
    body !== undefined && "-H 'content-type: application/json'",
    body !== undefined && `-d ${quoted(json(body))}`,
  ];
  return lines.filter((line) => line !== false).join(' \\\n  ');
}

const encoded = (value: unknown): string => encodeURIComponent(String(value));

/** On one line while that is easy to read. */
function json(value: unknown): string {
  const short = JSON.stringify(value);
  return short.length <= 72 ? short : JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
}

/** One word of a shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
