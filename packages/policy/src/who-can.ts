import { applicableStatements } from './applicable.js';
import type { CompiledPolicies } from './compiled-policies.js';
import { type ConditionEntry, contextMembersOf, judgeAll } from './condition.js';
import type { StatementRef } from './decision.js';
import { factsOf } from './facts.js';
import type { PolicyPrincipal, PolicyRequest, RequestContext } from './request.js';
import { accountOf, isWellFormed } from './request-check.js';

/** Who may be able to; principals with the same policies may share one compiled set, and then cost less. */
export interface Candidate {
  readonly principal: PolicyPrincipal;
  readonly compiled: CompiledPolicies;
}

/** The question. A value that the context leaves out is open, not absent: it may be anything when the principal acts. */
export interface WhoCanQuestion {
  readonly product: string;
  readonly action: string;
  readonly resourceNrn: string;
  readonly context?: RequestContext;
}

/** A condition that decides, and that the question leaves open. */
export interface OpenCondition {
  readonly statement: StatementRef;
  /** With `Allow` it has to be true, with `Deny` false. */
  readonly effect: 'Allow' | 'Deny';
  readonly operator: string;
  readonly key: string;
  readonly values: readonly (string | boolean)[];
}

export interface WhoCanAnswer {
  readonly principal: PolicyPrincipal;
  /** `depends`: each statement by itself could turn out so; whether all can at once is not looked into. */
  readonly answer: 'yes' | 'depends';
  /** The statement that allows, or could; absent for the main account. */
  readonly decidedBy?: StatementRef;
  /** With `depends`: on what. */
  readonly conditions?: readonly OpenCondition[];
}

interface Applicable {
  readonly ref: StatementRef;
  readonly isDeny: boolean;
  readonly known: readonly ConditionEntry[];
  readonly open: readonly ConditionEntry[];
}

/** Who of the candidates can do it, or could; those who cannot are left out. In the order of the candidates. */
export function whoCan(candidates: readonly Candidate[], question: WhoCanQuestion): WhoCanAnswer[] {
  const found = new Map<CompiledPolicies, readonly Applicable[]>();
  const applicableOf = (compiled: CompiledPolicies): readonly Applicable[] => {
    const known = found.get(compiled) ?? divided(compiled, question);
    found.set(compiled, known);
    return known;
  };
  return candidates.flatMap(({ principal, compiled }) => {
    const { product, action, resourceNrn, context = {} } = question;
    return answerFor({ principal, product, action, resourceNrn, context }, () => applicableOf(compiled)) ?? [];
  });
}

/** The applicable statements, with the entries that the question leaves open apart from those that it and the principal decide. */
function divided(compiled: CompiledPolicies, question: WhoCanQuestion): readonly Applicable[] {
  const context: Readonly<Record<string, unknown>> = { ...question.context };
  const isOpen = (entry: ConditionEntry) =>
    [...contextMembersOf(entry)].some((member) => context[member] === undefined || context[member] === null);
  return applicableStatements(compiled, question).flatMap((number) => {
    const statement = compiled.program.statements[number];
    const ref = compiled.refs[number];
    if (statement === undefined || ref === undefined) return [];
    const entries = compiled.conditions[statement.condition] ?? [];
    return {
      ref,
      isDeny: statement.isDeny,
      known: entries.filter((entry) => !isOpen(entry)),
      open: entries.filter(isOpen),
    };
  });
}

function answerFor(request: PolicyRequest, applicable: () => readonly Applicable[]): WhoCanAnswer | undefined {
  if (!isWellFormed(request)) return undefined;
  const { principal, resourceNrn } = request;
  const account = accountOf(resourceNrn, principal.accountNo);
  if (account === 'other') return undefined;
  if (principal.type === 'main') return account === 'own' ? { principal, answer: 'yes' } : undefined;
  const facts = factsOf(request);
  const possible: Applicable[] = [];
  for (const statement of applicable()) {
    const outcome = judgeAll(statement.known, facts);
    if (outcome === 'error') return undefined;
    if (outcome === 'false') continue;
    if (statement.isDeny && statement.open.length === 0) return undefined;
    possible.push(statement);
  }
  const allows = possible.filter(({ isDeny }) => !isDeny);
  const certain = allows.find(({ open }) => open.length === 0);
  const denies = possible.filter(({ isDeny }) => isDeny);
  if (certain !== undefined && denies.length === 0) return { principal, answer: 'yes', decidedBy: certain.ref };
  const decidedBy = (certain ?? allows[0])?.ref;
  if (decidedBy === undefined) return undefined;
  const deciding = certain === undefined ? [...allows, ...denies] : denies;
  return { principal, answer: 'depends', decidedBy, conditions: deciding.flatMap(openConditions) };
}

const openConditions = ({ ref, isDeny, open }: Applicable): OpenCondition[] =>
  open.map(({ written: [operator, key, values] }) => ({
    statement: ref,
    effect: isDeny ? 'Deny' : 'Allow',
    operator,
    key,
    values,
  }));
