import {
  type BaseOperator,
  baseOperators,
  type Condition,
  type ConditionValues,
} from '@genkan/contracts/sub-account/policy-document';
import type { PolicyRequest } from '../../src/request.js';
import { type Choose, onceIn, oneOf, several } from './choice.js';
import { drawAddress, drawRange } from './draw-address.js';
import { drawDate } from './draw-date.js';
import { tagNames } from './draw-request.js';
import { drawText, patternLike } from './draw-text.js';

const textKeys = ['principalName', 'principalId', 'principalType', 'requestRegion'];
const unknownKeys = ['userAgent', 'constructor', '__proto__', 'principalTag', 'principalTag/', 'PrincipalName', ''];
const unknownOperators = ['StringContains', 'NotBool', 'StringEqualsIfExistsIfExists', 'toString', '__proto__'];

const drawTagKey = (choose: Choose) =>
  `${oneOf(choose, ['principalTag', 'requestTag', 'resourceTag'])}/${oneOf(choose, tagNames)}`;
const drawTextKey = (choose: Choose) => (onceIn(choose, 2) ? drawTagKey(choose) : oneOf(choose, textKeys));
const drawKey = (choose: Choose) =>
  onceIn(choose, 3) ? oneOf(choose, ['sourceIp', 'currentTime', 'mfaPresent']) : drawTextKey(choose);

/** A condition of none to three entries that is often true of the request. */
export function drawCondition(choose: Choose, request: PolicyRequest): Condition {
  const entries = new Map<string, Record<string, ConditionValues>>();
  for (let times = oneOf(choose, [0, 1, 1, 1, 1, 2, 2, 3]); times > 0; times -= 1) {
    const base = oneOf(choose, baseOperators);
    const suffix = onceIn(choose, 4) ? 'IfExists' : '';
    const operator = onceIn(choose, 120) ? oneOf(choose, unknownOperators) : `${base}${suffix}`;
    const key = onceIn(choose, 120)
      ? oneOf(choose, unknownKeys)
      : onceIn(choose, 120)
        ? drawKey(choose)
        : keyFor(choose, base);
    const more = Object.fromEntries([[key, drawValues(choose, base, key, request)]]);
    entries.set(operator, { ...entries.get(operator), ...more });
  }
  return Object.fromEntries(entries);
}

function keyFor(choose: Choose, operator: BaseOperator): string {
  if (operator.startsWith('String')) return drawTextKey(choose);
  if (operator.startsWith('Date')) return 'currentTime';
  return operator === 'Bool' ? 'mfaPresent' : 'sourceIp';
}

function drawValues(choose: Choose, operator: BaseOperator, key: string, request: PolicyRequest): ConditionValues {
  const draw = () => drawValue(choose, operator, key, request);
  return onceIn(choose, 2) ? draw() : several(choose, 0, 3, draw);
}

function drawValue(choose: Choose, operator: BaseOperator, key: string, request: PolicyRequest): string | boolean {
  if (onceIn(choose, 150)) return onceIn(choose, 2);
  const value = plainValue(choose, operator, key, request);
  if (typeof value === 'boolean' || !onceIn(choose, 5)) return value;
  return withVariable(choose, operator, value);
}

function plainValue(choose: Choose, operator: BaseOperator, key: string, request: PolicyRequest): string | boolean {
  const { sourceIp, currentTime } = request.context ?? {};
  if (operator === 'Bool') return onceIn(choose, 60) ? 'True' : oneOf(choose, [true, false, 'true', 'false']);
  if (operator.endsWith('IpAddress')) return drawRange(choose, sourceIp ?? drawAddress(choose, 60), 80);
  if (operator.startsWith('Date')) return currentTime && onceIn(choose, 4) ? currentTime : drawDate(choose, 60);
  const near = onceIn(choose, 3) ? drawText(choose) : textOf(key, request);
  if (operator.endsWith('Like'))
    return withoutVariables(choose, patternLike(choose, near, ['*', '*', '?'], ['a', 'b', '*', '?', '\u{1f600}']));
  return withoutVariables(choose, near);
}

/** What the request has under a key, where it is a text: a likely neighbour for values of the policy. */
function textOf(key: string, { principal, context }: Partial<PolicyRequest>): string {
  const [kind, ...name] = key.split('/');
  const tags = { principalTag: principal?.tags, requestTag: context?.requestTags, resourceTag: context?.resourceTags };
  const value =
    name.length > 0
      ? tags[kind as keyof typeof tags]?.[name.join('/')]
      : { principalName: principal?.name, principalId: principal?.id, requestRegion: context?.requestRegion }[key];
  return typeof value === 'string' ? value : 'sub';
}

/** Opens no variable, but once in a while. */
const withoutVariables = (choose: Choose, text: string) => (onceIn(choose, 20) ? text : text.replaceAll('${', '$'));

/** Puts variables into a value: alone, around its text, or in the middle of it. */
function withVariable(choose: Choose, operator: BaseOperator, value: string): string {
  const fitting = operator.endsWith('IpAddress')
    ? 'sourceIp'
    : operator.startsWith('Date')
      ? 'currentTime'
      : 'principalName';
  const key = onceIn(choose, 3) ? fitting : onceIn(choose, 10) ? oneOf(choose, unknownKeys) : drawKey(choose);
  const kind = choose(8);
  if (kind < 5) return `\${${key}}`;
  if (kind === 5) return `\${${key}}${value}`;
  if (kind === 6) return `${value}\${${key}}`;
  return `${value}\${${key}}\${${drawTextKey(choose)}}*`;
}
