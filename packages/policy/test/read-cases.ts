import { readdirSync, readFileSync } from 'node:fs';
import type { Condition, PolicyStatement, PolicyTarget } from '@genkan/contracts/sub-account/policy-document';
import type { AttachedPolicy, Decision, DecisionEffect, StatementRef } from '../src/decision.js';
import type { PolicyPrincipal, PolicyRequest, RequestContext } from '../src/request.js';

/** A case as it stands in `cases/*.json`; see the README.md there for what it leaves out. */
interface WrittenCase {
  readonly why: string;
  readonly principal?: Partial<PolicyPrincipal>;
  readonly product?: string;
  readonly action?: string;
  readonly resourceNrn?: string;
  readonly context?: RequestContext;
  readonly condition?: Condition;
  readonly statements?: readonly WrittenStatement[];
  readonly policies?: ReadonlyArray<{ policyId?: string; version?: number; statements: readonly WrittenStatement[] }>;
  readonly effect: DecisionEffect;
  readonly decidedBy?: Partial<StatementRef> | null;
  readonly considered?: number;
  readonly missing?: boolean;
}

type WrittenStatement = Partial<PolicyStatement & PolicyTarget>;

/** A case with everything in its place. */
export interface PolicyCase {
  readonly file: string;
  readonly why: string;
  readonly policies: readonly AttachedPolicy[];
  readonly request: PolicyRequest;
  /** The members of the decision that the case fixes; `undefined` says that there is none. */
  readonly expected: Partial<Decision>;
}

// From dist/test, where this file runs, to the data, which the compiler does not copy.
const folder = new URL('../../test/cases/', import.meta.url);

/** All cases, file by file. */
export const readCases = (): PolicyCase[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const cases: WrittenCase[] = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      return cases.map((written) => complete(file, written));
    });

function complete(file: string, written: WrittenCase): PolicyCase {
  const request: PolicyRequest = {
    principal: { type: 'sub', id: 'u-100', name: 'mina.kim', accountNo: '204718330962', ...written.principal },
    product: written.product ?? 'server',
    action: written.action ?? 'ViewServer',
    resourceNrn: written.resourceNrn ?? 'nrn:genkan:server:kr:204718330962:instance/i-1',
    context: written.context ?? {},
  };
  const statements = written.condition ? [{ condition: written.condition }] : written.statements;
  const policies = written.policies ?? (statements ? [{ statements }] : []);
  return {
    file,
    why: written.why,
    policies: policies.map(({ policyId = 'p1', version = 1, statements }) => ({
      policyId,
      version,
      document: { version: 1, statements: statements.map(completeStatement) },
    })),
    request,
    expected: expectation(written.condition ? { ...conditionDefaults(written.effect), ...written } : written, request),
  };
}

const completeStatement = (written: WrittenStatement): PolicyStatement => {
  const { sid, effect = 'Allow', condition, product = 'server' } = written;
  const { actions = ['ViewServer'], resourceNrns = ['*'] } = written;
  return {
    ...(sid === undefined ? {} : { sid }),
    effect,
    targets: written.targets ?? [{ product, actions, resourceNrns }],
    ...(condition === undefined ? {} : { condition }),
  };
};

const conditionDefaults = (effect: DecisionEffect) => ({
  considered: 1,
  decidedBy: effect === 'no-match' ? null : { index: 0 },
  missing: effect === 'no-match',
});

function expectation(written: WrittenCase, { product, action, resourceNrn }: PolicyRequest): Partial<Decision> {
  const { effect, decidedBy, considered, missing } = written;
  const grant: PolicyStatement = {
    effect: 'Allow',
    targets: [{ product, actions: [action], resourceNrns: [resourceNrn] }],
  };
  return {
    effect,
    ...(considered === undefined ? {} : { considered }),
    ...(decidedBy === undefined ? {} : { decidedBy: decidedBy ? reference(decidedBy) : undefined }),
    ...(missing === undefined ? {} : { missing: missing ? grant : undefined }),
  } as Partial<Decision>;
}

const reference = (written: Partial<StatementRef>) => ({ policyId: 'p1', version: 1, ...written });
