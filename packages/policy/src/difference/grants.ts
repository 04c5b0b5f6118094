import type { Condition, PolicyDocument, PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import { canonicalCondition } from '../canonical-condition.js';
import { type ActionNames, simplified } from './action-names.js';
import { mayFail } from './may-fail.js';

/** What is said about one resource of one product under one condition. */
export interface Grant {
  readonly product: string;
  readonly resource: string;
  /** Equal for conditions that mean the same; empty for none. */
  readonly condition: string;
  readonly written: Condition | undefined;
  readonly actions: Set<string>;
}

/** Grants, to be found by what they are about. */
export interface Grants {
  readonly all: readonly Grant[];
  readonly at: (product: string, condition: string, resource: string) => Grant | undefined;
  /** Those whose resource has a `*`, and so may cover others. */
  readonly wide: (product: string, condition: string) => readonly Grant[];
}

/** All that a set of policies says. */
export interface PolicyGrants {
  readonly allows: Grants;
  readonly denies: Grants;
  /** Allows whose condition may be an error, and then refuses what others allow. */
  readonly failing: Grants;
}

export function grantsOf(documents: readonly PolicyDocument[], names: ActionNames): PolicyGrants {
  const statements = documents.flatMap((document) => document.statements);
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  return {
    allows: gather(allows, names),
    denies: gather(denies, names),
    failing: gather(
      allows.filter(({ condition }) => mayFail(condition)),
      names,
    ),
  };
}

function gather(statements: readonly PolicyStatement[], names: ActionNames): Grants {
  const grants = new Map<string, Grant>();
  const wide = new Map<string, Grant[]>();
  const grantAt = (product: string, resource: string, condition: string, written: Condition | undefined): Grant => {
    const key = keyOf(product, condition, resource);
    const known = grants.get(key);
    if (known) return known;
    const grant = { product, resource, condition, written, actions: new Set<string>() };
    grants.set(key, grant);
    if (resource.includes('*')) {
      const others = wide.get(keyOf(product, condition));
      if (others) others.push(grant);
      else wide.set(keyOf(product, condition), [grant]);
    }
    return grant;
  };

  for (const { targets, condition } of statements) {
    const canonical = canonicalCondition(condition);
    for (const target of targets) {
      for (const product of target.product === '*' ? names.products : [target.product]) {
        const actions = new Set(target.actions.flatMap((pattern) => names.named(product, pattern)));
        if (actions.size === 0) continue;
        for (const resource of new Set(target.resourceNrns.map(simplified))) {
          const grant = grantAt(product, resource, canonical, canonical === '' ? undefined : condition);
          for (const action of actions) grant.actions.add(action);
        }
      }
    }
  }
  return {
    all: [...grants.values()],
    at: (product, condition, resource) => grants.get(keyOf(product, condition, resource)),
    wide: (product, condition) => wide.get(keyOf(product, condition)) ?? [],
  };
}

const keyOf = (...parts: readonly string[]) => parts.join('\n');
