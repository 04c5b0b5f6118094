import type {
  ConditionOperator,
  PolicyDocument,
  PolicyStatement,
  PolicyTarget,
} from '@genkan/contracts/sub-account/policy-document';
import type { ProductCatalogue } from '@genkan/contracts/sub-account/product-catalogue';
import { canonicalCondition } from '../canonical-condition.js';
import { type ConditionKey, conditionKey } from '../condition-keys.js';
import { type Operator, operatorNamed } from '../operators.js';
import { readTemplate, type TemplatePart } from '../text-template.js';
import { type CatalogueView, catalogueView, type KnownAction } from './catalogue-view.js';
import type { Comparisons } from './comparisons.js';
import { pointerBelow } from './pointer.js';
import { type ResourceView, resourceView } from './resource-view.js';

/** A policy as the checks look at it: everything with its pointer, names looked up, texts read. */
export interface DocumentView {
  readonly document: PolicyDocument;
  readonly catalogue: CatalogueView;
  readonly comparisons: Comparisons;
  readonly statements: readonly StatementView[];
  /** Targets, entries and values of all statements, in order. */
  readonly targets: readonly TargetView[];
  readonly entries: readonly EntryView[];
  readonly values: readonly ValueView[];
}

export interface StatementView {
  readonly statement: PolicyStatement;
  readonly pointer: string;
  /** Its `sid`, or its place: how sentences name it. */
  readonly name: string;
  readonly targets: readonly TargetView[];
  readonly entries: readonly EntryView[];
  /** Equal for conditions that mean the same; empty for none. */
  readonly condition: string;
}

export interface TargetView {
  readonly statement: StatementView;
  readonly target: PolicyTarget;
  readonly pointer: string;
  readonly actions: readonly ActionView[];
  readonly resources: readonly ResourceView[];
}

export const effectOf = ({ statement }: TargetView) => statement.statement.effect;

export interface ActionView {
  readonly action: string;
  readonly pointer: string;
  /** What it stands for; null when there was too much to compare. */
  readonly known: readonly KnownAction[] | null;
}

export interface EntryView {
  readonly statement: StatementView;
  readonly pointer: string;
  readonly operatorName: string;
  readonly operator: Operator;
  readonly keyName: string;
  /** Undefined for an unknown one. */
  readonly key: ConditionKey | undefined;
  readonly values: readonly ValueView[];
}

export interface ValueView {
  readonly entry: EntryView;
  readonly pointer: string;
  readonly value: string | boolean;
  /** The value as text when it has no variable; else null. */
  readonly plain: string | null;
  /** Keys of the variables; null when one is not closed. */
  readonly variables: readonly string[] | null;
}

export function documentView(
  document: PolicyDocument,
  products: ProductCatalogue,
  comparisons: Comparisons,
): DocumentView {
  const catalogue = catalogueView(products, comparisons);
  const statements = document.statements.map((statement, index) => {
    const pointer = pointerBelow('', 'statements', index);
    const view = {
      statement,
      pointer,
      name: statement.sid ?? String(index),
      condition: canonicalCondition(statement.condition),
      targets: [] as TargetView[],
      entries: [] as EntryView[],
    };
    view.targets.push(...targetViews(view, catalogue));
    view.entries.push(...entryViews(view));
    return view satisfies StatementView;
  });
  const entries = statements.flatMap((statement) => statement.entries);
  return {
    document,
    catalogue,
    comparisons,
    statements,
    targets: statements.flatMap(({ targets }) => targets),
    entries,
    values: entries.flatMap(({ values }) => values),
  };
}

function targetViews(statement: StatementView, catalogue: CatalogueView): TargetView[] {
  return statement.statement.targets.map((target, index) => {
    const pointer = pointerBelow(statement.pointer, 'targets', index);
    const actions = target.actions.map((action, place) => ({
      action,
      pointer: pointerBelow(pointer, 'actions', place),
      known: catalogue.actionsNamed(target.product, action),
    }));
    const resources = target.resourceNrns.map((resource, place) =>
      resourceView(resource, pointerBelow(pointer, 'resourceNrns', place), target.product, catalogue),
    );
    return { statement, target, pointer, actions, resources };
  });
}

function entryViews(statement: StatementView): EntryView[] {
  const condition = Object.entries(statement.statement.condition ?? {});
  return condition.flatMap(([operatorName, keys]) => {
    const operator = operatorNamed(operatorName as ConditionOperator);
    if (operator === undefined) return [];
    return Object.entries(keys).map(([keyName, written]) => {
      const pointer = pointerBelow(statement.pointer, 'condition', operatorName, keyName);
      const values: ValueView[] = [];
      const entry = { statement, pointer, operatorName, operator, keyName, key: conditionKey(keyName), values };
      for (const [index, value] of [written].flat().entries()) {
        const at = Array.isArray(written) ? pointerBelow(pointer, index) : pointer;
        values.push({ entry, pointer: at, value, ...textOf(value) });
      }
      return entry;
    });
  });
}

function textOf(value: string | boolean): Pick<ValueView, 'plain' | 'variables'> {
  const parts = readTemplate(String(value));
  if (parts === null) return { plain: null, variables: null };
  const variables = parts.filter(isVariable).map(({ key }) => key);
  return { plain: variables.length === 0 ? String(value) : null, variables };
}

const isVariable = (part: TemplatePart): part is { readonly key: string } => 'key' in part;
