import { type BaseOperator, baseOperators } from '@genkan/contracts/sub-account/policy-document';
import { type IpAddress, isInRange, readAddressRange } from './address.js';
import type { KeyType } from './condition-keys.js';
import { addressOf, type Facts, instantOf } from './facts.js';
import { readInstant } from './instant.js';
import { type LikePart, likePattern, matchesLike } from './like-pattern.js';

/** Whether the request's value, read by the same comparison, is what one value of the policy asks for. */
export type Matcher<Subject> = (subject: Subject) => boolean;

/** How values of one type are read and compared. */
export interface Comparison<Subject> {
  readonly type: KeyType;
  /** The request's value; null when it is malformed. */
  readonly subjectOf: (facts: Facts, value: unknown) => Subject | null;
  /** A value of the policy, its variables replaced; null when it is malformed. */
  readonly matcherOf: (parts: readonly LikePart[]) => Matcher<Subject> | null;
}

/** Any of the comparisons; what fits together is known to `compare` only. */
export interface Operator {
  readonly base: BaseOperator;
  readonly type: KeyType;
  /** Negative operators are true when the same positive comparison holds for no value. */
  readonly isNegative: boolean;
  readonly ifExists: boolean;
  /** Hands the comparison to `use`, which takes a subject of any type. */
  readonly compare: <Result>(use: <Subject>(comparison: Comparison<Subject>) => Result) => Result;
}

const joined = (parts: readonly LikePart[]): string =>
  parts.length === 1 ? (parts[0] as LikePart).text : parts.map(({ text }) => text).join('');

const textOf = (_: Facts, value: unknown): string | null => (typeof value === 'string' ? value : null);

const equalText: Comparison<string> = {
  type: 'text',
  subjectOf: textOf,
  matcherOf: (parts) => {
    const text = joined(parts);
    return (subject) => subject === text;
  },
};

const likeText: Comparison<string> = {
  type: 'text',
  subjectOf: textOf,
  matcherOf: (parts) => {
    const pattern = likePattern(parts);
    return (subject) => matchesLike(pattern, subject);
  },
};

const inRange: Comparison<IpAddress> = {
  type: 'address',
  subjectOf: addressOf,
  matcherOf: (parts) => {
    const range = readAddressRange(joined(parts));
    return range && ((subject) => isInRange(subject, range));
  },
};

const date = (holds: (subject: number, value: number) => boolean): Comparison<number> => ({
  type: 'date',
  subjectOf: instantOf,
  matcherOf: (parts) => {
    const value = readInstant(joined(parts));
    return value === null ? null : (subject) => holds(subject, value);
  },
});
const sameDate = date((subject, value) => subject === value);

const equalBoolean: Comparison<boolean> = {
  type: 'boolean',
  subjectOf: (_, value) => (typeof value === 'boolean' ? value : null),
  matcherOf: (parts) => {
    const text = joined(parts);
    if (text !== 'true' && text !== 'false') return null;
    return (subject) => subject === (text === 'true');
  },
};

type Kind = Pick<Operator, 'type' | 'isNegative' | 'compare'>;

const kind = <Subject>(comparison: Comparison<Subject>, isNegative: boolean): Kind => ({
  type: comparison.type,
  isNegative,
  compare: (use) => use(comparison),
});

const kinds: Readonly<Record<BaseOperator, Kind>> = {
  StringEquals: kind(equalText, false),
  StringNotEquals: kind(equalText, true),
  StringLike: kind(likeText, false),
  StringNotLike: kind(likeText, true),
  IpAddress: kind(inRange, false),
  NotIpAddress: kind(inRange, true),
  DateEquals: kind(sameDate, false),
  DateNotEquals: kind(sameDate, true),
  DateLessThan: kind(
    date((subject, value) => subject < value),
    false,
  ),
  DateLessThanEquals: kind(
    date((subject, value) => subject <= value),
    false,
  ),
  DateGreaterThan: kind(
    date((subject, value) => subject > value),
    false,
  ),
  DateGreaterThanEquals: kind(
    date((subject, value) => subject >= value),
    false,
  ),
  Bool: kind(equalBoolean, false),
};

const operators = new Map<string, Operator>(
  baseOperators.flatMap((base): [string, Operator][] => [
    [base, { base, ifExists: false, ...kinds[base] }],
    [`${base}IfExists`, { base, ifExists: true, ...kinds[base] }],
  ]),
);

/** Finds an operator by the name that policies use, with or without `IfExists`; undefined for an unknown one. */
export const operatorNamed = (name: string): Operator | undefined => operators.get(name);
