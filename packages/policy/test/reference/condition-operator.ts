import { type AddressRange, addressRange, inRange } from './address-bits.js';
import type { ValueType } from './condition-key.js';
import { instant } from './instant.js';
import type { Substituted } from './value-template.js';
import { many, one, wildcardMatch } from './wildcard-match.js';

export interface Operator {
  readonly type: ValueType;
  readonly negative: boolean;
  readonly ifExists: boolean;
  /** Whether the request's value is well formed. */
  readonly acceptsGiven: (given: unknown) => boolean;
  /** Whether a value of the policy, its variables replaced, is well formed. */
  readonly acceptsValue: (value: Substituted) => boolean;
  /** Whether they match, both being well formed; a negative operator is true when they do not. */
  readonly matches: (given: unknown, value: Substituted) => boolean;
}

type Kind = Pick<Operator, 'type' | 'acceptsGiven' | 'acceptsValue' | 'matches'>;

/** The text of a value, or `undefined` for `true` and `false` without quotes. */
const textOf = (value: Substituted): string | undefined =>
  'pieces' in value
    ? value.pieces.map((piece) => ('policy' in piece ? piece.policy : piece.request)).join('')
    : undefined;

const text = (matches: (given: string, value: Substituted) => boolean): Kind => ({
  type: 'text',
  acceptsGiven: (given) => typeof given === 'string',
  acceptsValue: (value) => textOf(value) !== undefined,
  matches: (given, value) => matches(given as string, value),
});

const equals = text((given, value) => given === textOf(value));

const like = text((given, value) => {
  if (!('pieces' in value)) return false;
  const pattern = value.pieces.flatMap((piece) => {
    if ('request' in piece) return Array.from(piece.request);
    return Array.from(piece.policy, (character) => (character === '*' ? many : character === '?' ? one : character));
  });
  return wildcardMatch(pattern, Array.from(given));
});

const rangeOf = (value: Substituted) => addressRange(textOf(value) ?? '');
const addressOf = (given: unknown) =>
  typeof given === 'string' && !given.includes('/') ? addressRange(given) : undefined;

const address: Kind = {
  type: 'address',
  acceptsGiven: (given) => addressOf(given) !== undefined,
  acceptsValue: (value) => rangeOf(value) !== undefined,
  matches: (given, value) => inRange(addressOf(given) as AddressRange, rangeOf(value) as AddressRange),
};

const instantOf = (value: Substituted) => instant(textOf(value) ?? '');

const date = (matches: (given: number, value: number) => boolean): Kind => ({
  type: 'date',
  acceptsGiven: (given) => typeof given === 'string' && instant(given) !== undefined,
  acceptsValue: (value) => instantOf(value) !== undefined,
  matches: (given, value) => matches(instant(given as string) as number, instantOf(value) as number),
});

const booleanOf = (value: Substituted): unknown => {
  if ('boolean' in value) return value.boolean;
  return textOf(value) === 'true' ? true : textOf(value) === 'false' ? false : undefined;
};

const bool: Kind = {
  type: 'boolean',
  acceptsGiven: (given) => typeof given === 'boolean',
  acceptsValue: (value) => typeof booleanOf(value) === 'boolean',
  matches: (given, value) => given === booleanOf(value),
};

const sameInstant = date((given, value) => given === value);

/** The table of operators: its name, what matches, and whether it is negative. */
const table: ReadonlyArray<readonly [string, Kind, 'negative'?]> = [
  ['StringEquals', equals],
  ['StringNotEquals', equals, 'negative'],
  ['StringLike', like],
  ['StringNotLike', like, 'negative'],
  ['IpAddress', address],
  ['NotIpAddress', address, 'negative'],
  ['DateEquals', sameInstant],
  ['DateNotEquals', sameInstant, 'negative'],
  ['DateLessThan', date((given, value) => given < value)],
  ['DateLessThanEquals', date((given, value) => given <= value)],
  ['DateGreaterThan', date((given, value) => given > value)],
  ['DateGreaterThanEquals', date((given, value) => given >= value)],
  ['Bool', bool],
];

/** The operator of that name, with or without `IfExists`; `undefined` for an unknown one. */
export function operatorNamed(name: string): Operator | undefined {
  for (const [base, kind, negative] of table) {
    if (name === base || name === `${base}IfExists`) {
      return { ...kind, negative: negative === 'negative', ifExists: name !== base };
    }
  }
  return undefined;
}
