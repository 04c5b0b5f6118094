import type { Check, Found } from './check.js';
import type { StatementView } from './document-view.js';
import { allowServer, policyOf } from './example-policy.js';
import { pointerBelow } from './pointer.js';

/** Each statement whose text stood before, with the one that had it first. */
function repeated(
  statements: readonly StatementView[],
  textOf: (view: StatementView) => string | undefined,
): [StatementView, StatementView][] {
  const first = new Map<string, StatementView>();
  return statements.flatMap((view): [StatementView, StatementView][] => {
    const text = textOf(view);
    if (text === undefined) return [];
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, view);
    return earlier === undefined ? [] : [[view, earlier]];
  });
}

/** Equal for statements that do the same; lists in any order. */
export function meaningOf({ statement, condition }: StatementView): string {
  const targets = statement.targets.map(({ product, actions, resourceNrns }) =>
    JSON.stringify([product, [...new Set(actions)].sort(), [...new Set(resourceNrns)].sort()]),
  );
  return JSON.stringify([statement.effect, [...new Set(targets)].sort(), condition]);
}

export const duplicateSid: Check = {
  name: 'duplicate-sid',
  severity: 'ERROR',
  what: 'Two statements have the same `sid`, so a decision could not say which one decided.',
  sentence: 'The sid {sid} is taken by an earlier statement.',
  fix: 'Give each statement a sid of its own, or none.',
  example: policyOf(allowServer('ViewServer', { sid: 'view' }), allowServer('StopServer', { sid: 'view' })),
  fixed: policyOf(allowServer('ViewServer', { sid: 'view' }), allowServer('StopServer', { sid: 'stop' })),
  find: ({ statements }) =>
    repeated(statements, ({ statement }) => statement.sid).map(
      ([{ pointer, name }]): Found => ({ pointer: pointerBelow(pointer, 'sid'), params: { sid: name } }),
    ),
};

export const duplicateStatement: Check = {
  name: 'duplicate-statement',
  severity: 'WARNING',
  what: 'A statement says what an earlier one says already.',
  sentence: 'Statement {name} says the same as statement {earlier}.',
  fix: 'Delete one, or correct what was meant to differ.',
  example: policyOf(allowServer('ViewServer'), allowServer('ViewServer', { sid: 'again' })),
  fixed: policyOf(allowServer('ViewServer'), allowServer('StopServer', { sid: 'again' })),
  find: ({ statements }) =>
    repeated(
      statements.filter(({ targets }) => targets.length > 0),
      meaningOf,
    ).map(([{ pointer, name }, earlier]) => ({ pointer, params: { name, earlier: earlier.name } })),
};
