const WIDTH = 160;

/** JSON for readers and for diffs: what fits on a line stands on one. Two blanks a level, a new line at the end. */
export const readableJson = (value: unknown): string => `${rendered(value, 0)}\n`;

function rendered(value: unknown, depth: number): string {
  const line = oneLine(value);
  if (typeof value !== 'object' || value === null || line.length + 2 * depth <= WIDTH) return line;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const indent = '  '.repeat(depth + 1);
  const parts = entriesOf(value).map(([key, part]) => `${indent}${key}${rendered(part, depth + 1)}`);
  return `${open}\n${parts.join(',\n')}\n${'  '.repeat(depth)}${close}`;
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = entriesOf(value).map(([key, part]) => key + oneLine(part));
  if (parts.length === 0) return Array.isArray(value) ? '[]' : '{}';
  return Array.isArray(value) ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
}

/** Parts with what stands before them; undefined ones are left out, as in JSON. */
const entriesOf = (value: object): [key: string, part: unknown][] =>
  Array.isArray(value)
    ? value.map((part) => ['', part ?? null])
    : Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[`${JSON.stringify(key)}: `, part]]));
