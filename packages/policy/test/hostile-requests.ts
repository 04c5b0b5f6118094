import type { PolicyStatement } from '@genkan/contracts/sub-account/policy-document';
import type { AttachedPolicy, Decision } from '../src/decision.js';
import type { PolicyRequest } from '../src/request.js';

/** Requests as no caller with types would send them; each makes an evaluator that trusts it throw. */
export interface HostileRequest {
  readonly why: string;
  readonly request: PolicyRequest;
  readonly decision: Decision;
}

/**
 * Would allow each of the requests to `server`, were it not for its malice; but those with an address are denied. Two statements are
 * for another product, about which `evaluateAgain` asks.
 */
export const generousPolicies: readonly AttachedPolicy[] = [
  {
    policyId: 'generous',
    version: 1,
    document: {
      version: 1,
      statements: [
        statement('Allow', 'server', { NotIpAddress: { sourceIp: '192.0.2.1' } }),
        statement('Deny', 'server', { IpAddress: { sourceIp: '0.0.0.0/0' } }),
        statement('Allow', 'billing', undefined),
        statement('Allow', 'billing', undefined),
      ],
    },
  },
];

function statement(
  effect: PolicyStatement['effect'],
  product: string,
  condition: PolicyStatement['condition'],
): PolicyStatement {
  return { effect, targets: [{ product, actions: ['*'], resourceNrns: ['*'] }], ...(condition ? { condition } : {}) };
}

const friendly: PolicyRequest = {
  principal: { type: 'sub', id: 'u-100', name: 'mina.kim', accountNo: '204718330962' },
  product: 'server',
  action: 'ViewServer',
  resourceNrn: 'nrn:genkan:server:kr:204718330962:instance/i-1',
  context: {},
};
const error: Decision = { effect: 'error', considered: 0 };
const throwing = (message: string): never => {
  throw new Error(message);
};
const hostile = (why: string, request: unknown, decision = error): HostileRequest => ({
  why,
  request: request as PolicyRequest,
  decision,
});

/** `evaluateAgain` is called in the middle of the evaluation of the last one. */
export const hostileRequests = (evaluateAgain: (request: PolicyRequest) => unknown): HostileRequest[] => [
  hostile('nothing', undefined),
  hostile('null', null),
  hostile('a text', 'nrn:genkan:server:kr:204718330962:instance/i-1'),
  hostile('no principal', { ...friendly, principal: undefined }),
  hostile('a principal that is null', { ...friendly, principal: null }),
  hostile('no context', { ...friendly, context: undefined }),
  hostile('a context that is null', { ...friendly, context: null }),
  hostile('a product that is a list of one', { ...friendly, product: ['server'] }),
  hostile('an action that is a number', { ...friendly, action: 5 }),
  hostile('an NRN that only looks like a text', { ...friendly, resourceNrn: { toString: () => friendly.resourceNrn } }),
  hostile('an account that is a number', {
    ...friendly,
    principal: { ...friendly.principal, accountNo: 204718330962 },
  }),
  hostile('a member that throws', {
    ...friendly,
    context: {
      get sourceIp() {
        return throwing('sourceIp');
      },
    },
  }),
  hostile(
    'a member that evaluates another request',
    {
      ...friendly,
      context: {
        get sourceIp() {
          evaluateAgain({ ...friendly, product: 'billing', action: 'ViewBill' });
          return '10.0.0.1';
        },
      },
    },
    { effect: 'explicit-deny', decidedBy: { policyId: 'generous', version: 1, index: 1 }, considered: 2 },
  ),
];
