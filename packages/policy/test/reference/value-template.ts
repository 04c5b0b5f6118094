import type { PolicyRequest } from '../../src/request.js';
import { keyValue } from './condition-key.js';

type Piece = { readonly policy: string } | { readonly key: string };

/** A value of a condition after its variables were replaced; what came from the request stays apart, since its wildcards are plain. */
export type Substituted =
  | { readonly boolean: unknown }
  | { readonly pieces: ReadonlyArray<{ readonly policy: string } | { readonly request: string }> };

/** Cuts a text at its variables: from each `${` to the next `}`. */
export function template(text: string): Piece[] | 'unclosed' {
  const pieces: Piece[] = [];
  let rest = text;
  for (;;) {
    const open = rest.indexOf('${');
    if (open === -1) return [...pieces, { policy: rest }];
    const close = rest.indexOf('}', open);
    if (close === -1) return 'unclosed';
    pieces.push({ policy: rest.slice(0, open) }, { key: rest.slice(open + 2, close) });
    rest = rest.slice(close + 1);
  }
}

/**
 * Replaces the variables by the request's values. Where one variable has no value and another one a value of the wrong type, the
 * error outranks the absence, as it "makes the entry an error".
 */
export function substituted(value: string | boolean, request: PolicyRequest): Substituted | 'absent' | 'error' {
  if (typeof value === 'boolean') return { boolean: value };
  const pieces = template(value);
  if (pieces === 'unclosed') return 'error';
  const replaced = pieces.map((piece) => ('key' in piece ? replacement(piece.key, request) : piece));
  if (replaced.includes('error')) return 'error';
  if (replaced.includes('absent')) return 'absent';
  return { pieces: replaced.filter((piece) => typeof piece === 'object') };
}

function replacement(key: string, request: PolicyRequest): { readonly request: string } | 'absent' | 'error' {
  const value = keyValue(key, request);
  if (value === undefined) return 'absent';
  if (typeof value !== (key === 'mfaPresent' ? 'boolean' : 'string')) return 'error';
  return { request: String(value) };
}
