import { coversResource } from '../nrn-pattern.js';
import { covers } from '../pattern.js';
import type { KnownAction } from './catalogue-view.js';
import type { Check } from './check.js';
import type { DocumentView, TargetView } from './document-view.js';
import { policyOf, statementOf } from './example-policy.js';

const isEverything = ({ target: { product, actions, resourceNrns } }: TargetView) =>
  product === '*' && actions.includes('*') && resourceNrns.includes('*');

const effectOf = ({ statement }: TargetView) => statement.statement.effect;
const isUnconditional = ({ statement }: TargetView) => statement.condition === '';

export const starOnStar: Check = {
  name: 'star-on-star',
  severity: 'WARNING',
  what: 'An Allow without condition of every action of every product on every resource, also of products to come.',
  sentence: 'This allows everything.',
  fix: 'Name the products that are needed; or attach ADMINISTRATOR, if an administrator is meant.',
  example: policyOf(statementOf('Allow', '*', '*', '*')),
  fixed: policyOf(statementOf('Allow', 'server', '*', '*')),
  find: ({ targets }) =>
    targets
      .filter((view) => effectOf(view) === 'Allow' && isUnconditional(view) && isEverything(view))
      .map(({ pointer }) => ({ pointer })),
};

export const denyEverything: Check = {
  name: 'deny-everything',
  severity: 'WARNING',
  what: 'A Deny without condition of everything: it outranks every Allow of every policy.',
  sentence: 'This denies everything; no other policy can allow anything any more.',
  fix: 'Suspend the sub account, if that is meant. What no policy allows is denied anyhow.',
  example: policyOf(statementOf('Deny', '*', '*', '*')),
  fixed: policyOf(statementOf('Deny', 'server', '*', '*')),
  find: ({ targets }) =>
    targets
      .filter((view) => effectOf(view) === 'Deny' && isUnconditional(view) && isEverything(view))
      .map(({ pointer }) => ({ pointer })),
};

const MOST_NAMED = 3;

/** Whether a Deny without condition takes the action back on all resources of the target. */
const isTakenBack = ({ targets, comparisons }: DocumentView, of: TargetView, { product, action }: KnownAction) =>
  targets.some(
    (view) =>
      effectOf(view) === 'Deny' &&
      isUnconditional(view) &&
      comparisons.spend() &&
      covers(view.target.product, product) &&
      view.target.actions.some((pattern) => comparisons.spend() && covers(pattern, action)) &&
      of.target.resourceNrns.every((narrower) =>
        view.target.resourceNrns.some((wider) => comparisons.spend() && coversResource(wider, narrower)),
      ),
  );

export const privilegeEscalation: Check = {
  name: 'privilege-escalation',
  severity: 'WARNING',
  what: 'An Allow of actions by which somebody can give himself or others more than he has: attach policies, make keys, …',
  sentence: 'Who may {actions} can get every permission of the account.',
  fix: 'Leave these actions out, or deny them, unless an administrator is meant.',
  example: policyOf(statementOf('Allow', 'sub-account', ['View*', 'AttachPolicy'], '*')),
  fixed: policyOf(statementOf('Allow', 'sub-account', ['View*'], '*')),
  find: (view) =>
    view.targets
      .filter((target) => effectOf(target) === 'Allow' && !(isEverything(target) && isUnconditional(target)))
      .flatMap((target) => {
        const known = target.resources.length === 0 ? [] : target.actions.flatMap((action) => action.known ?? []);
        const granting = [...new Set(known.filter(({ grantsAccess }) => grantsAccess))];
        const names = granting.filter((action) => !isTakenBack(view, target, action)).map(({ action }) => action);
        const more = names.length > MOST_NAMED ? [`… (${names.length})`] : [];
        const actions = [...names.slice(0, MOST_NAMED), ...more].join(', ');
        return names.length === 0 ? [] : [{ pointer: target.pointer, params: { actions, count: names.length } }];
      }),
};
