import type { Condition, ConditionValues } from '@genkan/contracts/sub-account/policy-document';
import type { PolicyRequest } from '../../src/request.js';
import { keyType, keyValue } from './condition-key.js';
import { type Operator, operatorNamed } from './condition-operator.js';
import { substituted, template } from './value-template.js';

type Result = boolean | 'error';

/** "Condition": a conjunction of entries, one for each operator and key. */
export function conditionResult(condition: Condition | undefined, request: PolicyRequest): Result {
  const results: Result[] = [];
  for (const [operatorName, entries] of Object.entries(condition ?? {})) {
    for (const [key, values] of Object.entries(entries ?? {})) {
      results.push(entryResult(operatorName, key, values, request));
    }
  }
  if (results.includes('error')) return 'error';
  return results.every((result) => result === true);
}

function entryResult(operatorName: string, key: string, values: ConditionValues, request: PolicyRequest): Result {
  // 1. Errors that no request is needed for.
  const operator = operatorNamed(operatorName);
  if (!operator || operator.type !== keyType(key)) return 'error';
  const list = Array.isArray(values) ? values : [values];
  if (list.some((value) => isMalformedByItself(operator, value))) return 'error';

  // 2. The key is absent.
  const ifAbsent = operator.ifExists || operator.negative;
  const given = keyValue(key, request);
  if (given === undefined) return ifAbsent;

  // 3. The request's value is malformed.
  if (!operator.acceptsGiven(given)) return 'error';

  // 4. Each value by itself.
  const judged = list.map((value): Result => {
    const result = substituted(value, request);
    if (result === 'error') return 'error';
    if (result === 'absent') return ifAbsent;
    if (!operator.acceptsValue(result)) return 'error';
    return operator.matches(given, result) !== operator.negative;
  });

  // 5. All values together.
  if (judged.includes('error')) return 'error';
  return operator.negative ? judged.every((result) => result === true) : judged.some((result) => result === true);
}

/** A value without variables must be well formed; one with variables must at least close each `${`. */
function isMalformedByItself(operator: Operator, value: unknown): boolean {
  if (typeof value !== 'string') return !operator.acceptsValue({ boolean: value });
  const pieces = template(value);
  if (pieces === 'unclosed') return true;
  if (pieces.some((piece) => 'key' in piece)) return false;
  return !operator.acceptsValue({ pieces: [{ policy: value }] });
}
