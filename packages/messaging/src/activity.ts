import type { Ctx } from '@genkan/call/ctx';
import type { Emission } from '@genkan/call/transaction';
import { type Activity, PLATFORM_SCOPE } from '@genkan/contracts/activity';
import type { EventContract } from '@genkan/contracts/event';
import { nrnOf } from '@genkan/contracts/nrn';

/** What a record of a call tells instead of its contract: the endpoint that was called. */
export interface CalledEndpoint {
  /** The service that owns the resource. */
  readonly service: string;
  readonly action: string;
  readonly resourceType: string;
  readonly readOnly: boolean;
}

const ACCOUNT_NUMBER = /^\d{12}$/;

/** Makes the record that audit keeps, from who called and what came of it. The one place where an activity is made. */
export function buildActivity<C extends EventContract>(
  ctx: Ctx,
  contract: C,
  emission: Emission<C>,
  called: CalledEndpoint = {
    service: contract.service,
    action: contract.action,
    resourceType: contract.resource,
    readOnly: false,
  },
): Activity {
  const { scope, resource } = emission;
  return {
    scope,
    adopts: emission.adopts,
    visibility: emission.visibility ?? (scope === PLATFORM_SCOPE ? 'operator' : 'tenant'),
    actor: emission.actor ?? ctx.actor,
    source: ctx.source,
    sourceIp: ctx.sourceIp,
    userAgent: ctx.userAgent,
    requestId: ctx.requestId,
    service: contract.service,
    action: called.action,
    resource: {
      nrn: nrnOf({
        product: called.service,
        accountNo: ACCOUNT_NUMBER.test(scope) ? scope : null,
        type: called.resourceType,
        id: resource.id,
      }),
      type: called.resourceType,
      name: resource.name ?? null,
    },
    region: 'global',
    result: emission.result ?? 'SUCCESS',
    errorCode: emission.errorCode ?? null,
    decisionId: ctx.decisionId,
    request: emission.request ?? null,
    before: emission.before ?? null,
    after: emission.after ?? null,
    readOnly: called.readOnly,
  };
}
