import type { z } from 'zod';
import { type Activity, activity } from './activity.js';
import { publicField } from './field.js';
import { nrnOf } from './nrn.js';
import type { ServiceName } from './service-name.js';

/**
 * One event type: CloudEvents type `genkan.<service>.<name>.v<version>` on the topic `genkan.<service>.v1`.
 * Its data is `{ ...facts, activity }`.
 */
export interface EventContract<Facts extends z.ZodObject = z.ZodObject> {
  readonly service: ServiceName;
  /** `<aggregate>.<past tense>`, such as `member.registered`. */
  readonly name: string;
  readonly version: number;
  readonly type: string;
  readonly description: string;
  /** What an audit reader sees as the action, such as `RegisterMember`. */
  readonly action: string;
  /** Type of the resource in the NRN and in the record, such as `Member`. */
  readonly resource: string;
  /**
   * `state`: carries the aggregate's `version` and its whole non-personal state, so consumers upsert only if newer.
   * `fact`: tells that something happened.
   */
  readonly kind: 'state' | 'fact';
  /** Services that handle it, beside audit, which takes everything. Each of them lists it in `subscriptions.ts`. */
  readonly consumedBy?: readonly ServiceName[];
  readonly facts: Facts;
  /** A realistic example of the facts; it becomes the golden sample. */
  readonly sample: z.infer<Facts>;
}

export function defineEvent<Facts extends z.ZodObject>(
  contract: Omit<EventContract<Facts>, 'type'>,
): EventContract<Facts> {
  if (contract.kind === 'state' && !('version' in contract.facts.shape)) {
    throw new Error(`${contract.service} ${contract.name}: a state event carries the aggregate's version`);
  }
  return { ...contract, type: `genkan.${contract.service}.${contract.name}.v${contract.version}` };
}

export type FactsOf<C> = C extends EventContract<infer Facts> ? z.infer<Facts> : never;

/** The topic on which a service publishes everything. */
export const topicOf = (service: string): string => `genkan.${service}.v1`;

const SOURCE = '/services/';

/** What a service is called as the source of its events. */
export const sourceOf = (service: string): string => `${SOURCE}${service}`;

/**
 * Whether topic, source and type are of one service: `genkan.X.v1`, `/services/X`, `genkan.X.…`. Brokers let a service write to its
 * own topic only (security 21), and know nothing of headers: an event that names another service than its topic does is forged.
 */
export function isPublishedOn(topic: string, { source, type }: { source: string; type: string }): boolean {
  const service = source.slice(SOURCE.length);
  return source === sourceOf(service) && topic === topicOf(service) && type.startsWith(`genkan.${service}.`);
}

/** Schema of the value of a message: the facts with the activity. Unknown keys are dropped, never refused. */
export const eventData = <Facts extends z.ZodObject>(contract: EventContract<Facts>) =>
  contract.facts.extend({ activity: recorded });

const recorded = publicField(activity, 'What audit stores of it, the same for every event.').meta({ id: 'Activity' });

/** The example message value of an event type: its sample facts, as done by a member. It is the golden sample. */
export const sampleData = (contract: EventContract): Record<string, unknown> => ({
  ...contract.sample,
  activity: sampleActivity(contract),
});

const sampleActivity = (contract: EventContract): Activity => ({
  scope: '204718330962',
  visibility: 'tenant',
  actor: {
    type: 'main',
    id: '019ab000-0000-7000-8000-000000000002',
    loginId: 'k***@example.com',
    sessionId: '019ab000-0000-7000-8000-000000000001',
    accessKeyId: null,
    mfa: false,
  },
  source: 'CONSOLE',
  sourceIp: '203.0.113.7',
  userAgent: 'Mozilla/5.0',
  requestId: '019ab000-0000-7000-8000-0000000000ff',
  service: contract.service,
  action: contract.action,
  resource: {
    nrn: nrnOf({ product: contract.service, accountNo: '204718330962', type: contract.resource, id: 'sample' }),
    type: contract.resource,
    name: null,
  },
  region: 'global',
  result: 'SUCCESS',
  errorCode: null,
  decisionId: null,
  request: null,
  before: null,
  after: null,
  readOnly: false,
});
