import { type EventContract, eventData } from '@genkan/contracts/event';
import type { z } from 'zod';

const prepared = new WeakMap<z.ZodObject, z.ZodObject>();

/** The schema of an event's value, built once per set of facts: building it costs more than using it. */
export function eventSchema<C extends EventContract>(contract: C): ReturnType<typeof eventData<C['facts']>> {
  let schema = prepared.get(contract.facts);
  if (!schema) {
    schema = eventData(contract);
    prepared.set(contract.facts, schema);
  }
  return schema as ReturnType<typeof eventData<C['facts']>>;
}
