import { catalog } from '@genkan/contracts/catalog';
import { type EndpointContract, isPublic } from '@genkan/contracts/endpoint';
import { commonErrors } from '@genkan/contracts/problem';
import type { ServiceName } from '@genkan/contracts/service-name';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Reply } from '../../src/client.js';
import { auditHasAll, query, type RecordRow } from '../platform.js';
import type { Scenarios } from './scenario.js';

/** Outcomes that nobody can bring about from outside and in a moment, and where they are tested. */
const elsewhere = new Map([['identity.busy', 'the queue of hashes is full: services/identity, packages/credentials']]);

/** Scenarios that run at the same time. */
const AT_ONCE = 6;

const outcomesOf = ({ errors, idempotent }: EndpointContract): string[] => [
  'success',
  ...Object.keys(errors),
  ...(idempotent ? ['replayed', 'gateway.idempotency_key_reused'] : []),
];

/** Each outcome of each endpoint of one service, through the gateway. A file for each service, so that services are tested side by side. */
export function serviceOutcomes(service: ServiceName, scenarios: Scenarios): void {
  const endpoints = catalog.endpoints.filter((endpoint) => endpoint.service === service && isPublic(endpoint));
  const all = endpoints.flatMap((endpoint) =>
    Object.entries(scenarios[endpoint.name] ?? {}).map(([outcome, run]) => ({ endpoint, outcome, run })),
  );
  const replies = new Map<(typeof all)[number], Reply | Error>();
  const records = new Map<string, RecordRow[]>();

  beforeAll(
    async () => {
      const waiting = [...all];
      const runNext = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          replies.set(next, await next.run().catch((error: Error) => error));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, runNext));
      await auditHasAll();
      const ids = [...replies.values()].map((reply) => (reply instanceof Error ? '' : reply.requestId));
      for (const row of await query<RecordRow>('audit', 'SELECT * FROM records WHERE request_id IN (?)', [ids])) {
        records.set(row.request_id, [...(records.get(row.request_id) ?? []), row]);
      }
    },
    30_000 + all.length * 1_500,
  );

  describe('there is a scenario', () => {
    it.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
      'for each outcome that the contract of %s declares',
      (name, endpoint) => {
        const wanted = outcomesOf(endpoint).filter((outcome) => !elsewhere.has(outcome));
        expect(Object.keys(scenarios[name] ?? {}).sort()).toEqual(wanted.sort());
      },
    );
  });

  describe('each endpoint × outcome leaves exactly one record of the call', () => {
    it.each(all.map((one) => [one.endpoint.name, one.outcome, one] as const))('%s: %s', (_, outcome, one) => {
      const { endpoint } = one;
      const reply = replies.get(one);
      if (reply === undefined || reply instanceof Error) throw reply ?? new Error('it did not run');
      const isSuccess = outcome === 'success' || outcome === 'replayed';
      const errors: Readonly<Record<string, { status: number }>> = { ...commonErrors, ...endpoint.errors };
      const status = isSuccess ? endpoint.response.status : errors[outcome]?.status;
      const seen = { status: reply.status, code: isSuccess ? undefined : reply.body?.code };
      expect(seen).toEqual({ status, code: isSuccess ? undefined : outcome });

      const found = records.get(reply.requestId) ?? [];
      const ofCall = found.filter((row) => row.causation_id === null);
      if (isSuccess && endpoint.audit === 'failures') return expect(found).toEqual([]);
      expect(ofCall.map((row) => row.action)).toEqual([endpoint.action]);
      const further = found.filter((row) => row.causation_id !== null);
      expect(further.map((row) => row.causation_id)).toEqual(further.map(() => ofCall[0]?.event_id));

      const changes = found.filter((row) => row.type !== 'genkan.gateway.api.called.v1').map((row) => row.type);
      const emitted = endpoint.emits.map((event) => event.type);
      expect(changes.filter((type) => !emitted.includes(type))).toEqual([]);
      if (outcome === 'success') expect(changes.length > 0).toBe(!endpoint.readOnly);
    });
  });
}
