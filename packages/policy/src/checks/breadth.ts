import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import type { KnownAction } from './catalogue-view.js';
import type { Check, Found } from './check.js';
import { coversTarget } from './coverage.js';
import { type DocumentView, effectOf, type TargetView } from './document-view.js';
import { policyOf, statementOf } from './example-policy.js';

const isEverything = ({ target: { product, actions, resourceNrns } }: TargetView) =>
  product === '*' && actions.includes('*') && resourceNrns.includes('*');

const isUnconditional = ({ statement }: TargetView) => statement.condition === '';

/** Targets by which everything is allowed, or denied, always. */
const everythingBy =
  (effect: PolicyStatement['effect']) =>
  ({ targets }: DocumentView): Found[] =>
    targets
      .filter((view) => effectOf(view) === effect && isUnconditional(view) && isEverything(view))
      .map(({ pointer }) => ({ pointer }));

export const starOnStar: Check = {
  name: 'star-on-star',
  severity: 'WARNING',
  what: 'An Allow without condition of every action of every product on every resource, also of products to come.',
  sentence: 'This allows everything.',
  fix: 'Name the products that are needed; or attach ADMINISTRATOR, if an administrator is meant.',
  example: policyOf(statementOf('Allow', '*', '*', '*')),
  fixed: policyOf(statementOf('Allow', 'server', '*', '*')),
  find: everythingBy('Allow'),
};

export const denyEverything: Check = {
  name: 'deny-everything',
  severity: 'WARNING',
  what: 'A Deny without condition of everything: it outranks every Allow of every policy.',
  sentence: 'This denies everything; no other policy can allow anything any more.',
  fix: 'Suspend the sub account, if that is meant. What no policy allows is denied anyhow.',
  example: policyOf(statementOf('Deny', '*', '*', '*')),
  fixed: policyOf(statementOf('Deny', 'server', '*', '*')),
  find: everythingBy('Deny'),
};

const MOST_NAMED = 3;

/** Whether a Deny without condition takes the action back on all resources of the target. */
const isTakenBack = ({ targets, comparisons }: DocumentView, of: TargetView, { product, action }: KnownAction) =>
  targets.some(
    (view) =>
      effectOf(view) === 'Deny' &&
      isUnconditional(view) &&
      coversTarget(view.target, { product, actions: [action], resourceNrns: of.target.resourceNrns }, comparisons),
  );

export const privilegeEscalation: Check = {
  name: 'privilege-escalation',
  severity: 'WARNING',
  what: 'An Allow of actions by which a principal can give itself or others more than it has: attach policies, make keys, …',
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
