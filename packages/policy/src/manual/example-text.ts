import type { PolicyDocument, PolicyStatement } from '@genkan/contracts/sub-account/policy-document';

type Json = unknown;
const MOST_LISTED = 5;

const isObject = (value: Json): value is Record<string, Json> => typeof value === 'object' && value !== null;

/** The smallest parts in which two values differ, with the name of the member that holds them. */
function smallestDifference(a: Json, b: Json, name: string): { name: string; a: Json; b: Json } {
  const whole = { name, a, b };
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return whole;
  const keys = Object.keys(a);
  if (keys.join() !== Object.keys(b).join()) return whole;
  const [key, another] = keys.filter((each) => JSON.stringify(a[each]) !== JSON.stringify(b[each]));
  if (key === undefined || another !== undefined) return whole;
  const below = smallestDifference(a[key], b[key], key);
  // The place in a list says nothing; the list does, unless what differs is a member further down.
  return Array.isArray(a) && below.name === key ? whole : below;
}

/** A statement in few words. */
function inWords({ sid, effect, targets, condition }: PolicyStatement): string {
  const list = (texts: readonly string[]) => texts.join(', ') || '(none)';
  const what = targets.map(
    ({ product, actions, resourceNrns }) => `${product} ${list(actions)} on ${list(resourceNrns)}`,
  );
  const when = condition === undefined ? '' : ` when ${JSON.stringify(condition)}`;
  return `${sid === undefined ? '' : `${sid}: `}${effect} ${what.join(' and ') || '(nothing)'}${when}`;
}

/** Lists that are long to make a point show how long they are. */
const shortened = (_: string, value: Json): Json =>
  Array.isArray(value) && value.length > MOST_LISTED ? [...value.slice(0, 2), `… ${value.length} values`] : value;

const shown = (name: string, value: Json): string => `"${name}": ${JSON.stringify(value, shortened)}`;
const abbreviated = (text: string) => text.replaceAll('nrn:genkan:server:kr:204718330962:', '…');

/** The wrong part of one policy and the right part of another, as short texts; all statements where the difference says too little. */
export function exampleTexts(example: PolicyDocument, fixed: PolicyDocument): { wrong: string; right: string } {
  const { name, a, b } = smallestDifference(example, fixed, 'policy');
  if (needsContext.has(name)) {
    const all = ({ statements }: PolicyDocument) => abbreviated(statements.map(inWords).join('; ') || '(no statement)');
    return { wrong: all(example), right: all(fixed) };
  }
  return { wrong: abbreviated(shown(name, a)), right: abbreviated(shown(name, b)) };
}

const needsContext = new Set(['statements', 'targets', 'product', 'actions', 'resourceNrns', 'sid']);
