import { MAX_POLICY_BYTES, type PolicyDocument, policyDocument } from '@genkan/contracts/sub-account/policy-document';
import { type DocumentIssue, documentIssues } from './document-issues.js';
import { documentPlace } from './document-places.js';
import { type JsonPath, jsonPointer } from './json-pointer.js';
import { scanJson } from './json-scanner.js';
import { nearestName } from './nearest-name.js';
import { copyPlain, TooMuch } from './plain-value.js';

/** Something wrong in a document: where (RFC 6901), and a plain sentence for its author. */
export interface ParseError {
  readonly pointer: string;
  readonly sentence: string;
}

export type ParsedPolicy =
  | { readonly ok: true; readonly document: PolicyDocument }
  | { readonly ok: false; readonly errors: readonly ParseError[] };

const MOST_ERRORS = 100;
const LONGEST_SHOWN = 40;
const TOO_LARGE = `A policy has at most ${MAX_POLICY_BYTES.toLocaleString('en')} bytes of UTF-8.`;

const failed = (errors: readonly ParseError[]): ParsedPolicy => ({ ok: false, errors: errors.slice(0, MOST_ERRORS) });
const failedAsWhole = (sentence: string): ParsedPolicy => failed([{ pointer: '', sentence }]);

/** Reads a policy document from JSON. Never throws; says all that is wrong with it at once, 100 errors at most. */
export function parsePolicy(input: string | Uint8Array): ParsedPolicy {
  try {
    if (input.length > MAX_POLICY_BYTES || Buffer.byteLength(input) > MAX_POLICY_BYTES) return failedAsWhole(TOO_LARGE);
    const text = typeof input === 'string' ? input : decoded(input);
    return text === null ? failedAsWhole('The document is not valid UTF-8.') : parseText(text);
  } catch {
    return failedAsWhole('The document cannot be read.');
  }
}

/** Reads a policy document that is a value already, such as a request's body. Never throws. */
export function parsePolicyValue(value: unknown): ParsedPolicy {
  try {
    return parseValue(value, []);
  } catch (error) {
    return failedAsWhole(error instanceof TooMuch ? TOO_LARGE : 'The document cannot be read.');
  }
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function parseText(text: string): ParsedPolicy {
  const { broken, duplicates } = scanJson(text);
  if (broken !== undefined) {
    const lines = text.slice(0, broken.at).split('\n');
    const place = `line ${lines.length}, column ${[...(lines.at(-1) ?? '')].length + 1}`;
    return failedAsWhole(`The document is not valid JSON: ${broken.reason} (${place}).`);
  }
  const repeated = duplicates.slice(0, MOST_ERRORS).map((path) => ({
    pointer: jsonPointer(path),
    sentence: `${shown(path.at(-1))} occurs more than once; which one counts would be a guess.`,
  }));
  return parseValue(JSON.parse(text), repeated);
}

function parseValue(value: unknown, found: readonly ParseError[]): ParsedPolicy {
  const { copy, problems } = copyPlain(value, MAX_POLICY_BYTES);
  if (Buffer.byteLength(JSON.stringify(copy)) > MAX_POLICY_BYTES) return failedAsWhole(TOO_LARGE);
  const errors = [...found, ...problems];
  for (const issue of documentIssues(copy)) {
    if (errors.length >= MOST_ERRORS) break;
    errors.push(...errorsOf(issue, copy));
  }
  if (errors.length > 0) return failed(errors);
  return { ok: true, document: policyDocument.parse(copy) };
}

const errorsOf = ({ path, unknownMembers }: DocumentIssue, document: unknown): ParseError[] =>
  unknownMembers?.slice(0, MOST_ERRORS).map((name) => unknownMember(path, name)) ?? [wrongValue(path, document)];

function unknownMember(path: JsonPath, name: string): ParseError {
  const members = documentPlace(path)?.members ?? [];
  const nearest = nearestName(name, members);
  const what = path[2] === 'condition' ? 'no operator' : 'not known here';
  const hint = nearest === undefined ? `Known are ${members.join(', ')}.` : `Did you mean \`${nearest}\`?`;
  return { pointer: jsonPointer([...path, name]), sentence: `${shown(name)} is ${what}. ${hint}` };
}

function wrongValue(path: JsonPath, document: unknown): ParseError {
  const expected = documentPlace(path)?.expected ?? 'something else';
  const value = valueAt(document, path);
  const name = path.length === 0 ? 'The document' : shown(path.at(-1));
  const sentence =
    value === undefined
      ? `${name} is missing: it has to be ${expected}.`
      : `${name} has to be ${expected}, not ${described(value)}.`;
  return { pointer: jsonPointer(path), sentence };
}

function valueAt(value: unknown, path: JsonPath): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

const shortened = (text: string): string => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

const shown = (name: string | number | undefined): string =>
  typeof name === 'number' ? `Number ${name + 1} of this list` : `\`${shortened(name ?? '')}\``;

function described(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? `"${shortened(value)}"` : String(value);
}
