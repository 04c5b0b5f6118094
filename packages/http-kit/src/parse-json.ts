import { isUtf8 } from 'node:buffer';
import { Refusal } from '@genkan/call/refusal';
import type { CommonErrorCode } from '@genkan/contracts/problem';
import { faultOf } from './i-json.js';

/** Nothing below 2^53 matches, so most bodies need no second look. */
const MAY_HOLD_LARGE_NUMBER = /\d{16}|\d[eE]/;
const MOST_FOUND = 100;

export interface ParsedJson {
  readonly value: unknown;
  /** Paths of numbers beyond 2^53 - 1: JSON.parse has already changed their digits. */
  readonly unsafeNumbers: readonly (readonly string[])[];
}

/**
 * Reads JSON that all readers read alike: I-JSON (RFC 7493). The parser's message is not passed on, because it quotes the body.
 *
 * @throws Refusal `gateway.malformed_request`
 */
export function parseJson(bytes: Uint8Array): ParsedJson {
  if (!isUtf8(bytes)) throw malformed();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  const value = parse(text);
  const fault = faultOf(text);
  if (fault) throw malformed(fault);
  return { value, unsafeNumbers: MAY_HOLD_LARGE_NUMBER.test(text) ? unsafeNumbersIn(value) : [] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed();
  }
}

interface Place {
  readonly value: unknown;
  readonly key: string;
  readonly parent: Place | undefined;
}

/** Neither recursive nor copying paths: a body may nest thousands deep. */
function unsafeNumbersIn(root: unknown): string[][] {
  const found: string[][] = [];
  const open: Place[] = [{ value: root, key: '', parent: undefined }];
  for (let place = open.pop(); place && found.length < MOST_FOUND; place = open.pop()) {
    const { value } = place;
    if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) found.push(pathOf(place));
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) open.push({ value: inner, key, parent: place });
  }
  return found;
}

function pathOf(place: Place): string[] {
  const path: string[] = [];
  for (let at: Place = place; at.parent; at = at.parent) path.push(at.key);
  return path.reverse();
}

const malformed = (detail = 'The body is not JSON in UTF-8') =>
  new Refusal<CommonErrorCode>('gateway.malformed_request', { detail });
