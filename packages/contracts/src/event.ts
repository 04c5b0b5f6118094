import type { z } from 'zod';
import { activity } from './activity.js';
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

/** Schema of the value of a message: the facts with the activity. Unknown keys are dropped, never refused. */
export const eventData = <Facts extends z.ZodObject>(contract: EventContract<Facts>) =>
  contract.facts.extend({ activity });
