import { Refusal } from '@genkan/call/refusal';
import type { CommonErrorCode } from '@genkan/contracts/problem';

export interface ParsedQuery {
  readonly values: Readonly<Record<string, string>>;
  /** Names that came more than once: two readers of one request must not see two different values. */
  readonly duplicates: ReadonlySet<string>;
}

const none: ParsedQuery = { values: {}, duplicates: new Set() };

/**
 * The query of a request's URL: each name once, no nesting.
 *
 * @throws Refusal `gateway.malformed_request` when an escape is broken
 */
export function parseQuery(url: string): ParsedQuery {
  const start = url.indexOf('?') + 1;
  if (start === 0 || start === url.length) return none;
  const values: Record<string, string> = Object.create(null);
  const duplicates = new Set<string>();
  for (const pair of url.slice(start).split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    if (name in values) duplicates.add(name);
    values[name] = at < 0 ? '' : decoded(pair.slice(at + 1));
  }
  return { values, duplicates };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Refusal<CommonErrorCode>('gateway.malformed_request', { detail: 'The query has a broken escape' });
  }
}
