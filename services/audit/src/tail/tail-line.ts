import type { Activity } from '@genkan/contracts/activity';
import { apiCalled, UNKNOWN_ENDPOINT } from '@genkan/contracts/gateway/api';
import type { AuditRecord } from '../ingest/compose-ingest.js';

// Whatever a producer wrote, it must not steer the operator's terminal.
const printable = (text: string) => text.replace(/\p{C}/gu, '?');

const endpoint = apiCalled.facts.pick({ method: true, path: true });

/** The resource, or the method and path of a call that reached no endpoint; then the code of a failure. */
function whatOf({ isRaw, nrn, action, value }: AuditRecord): string[] {
  if (isRaw) return ['-'];
  const data = JSON.parse(value.toString('utf8')) as { activity: Activity };
  const called = action === UNKNOWN_ENDPOINT ? endpoint.safeParse(data).data : undefined;
  const target = called ? `${called.method} ${called.path}` : nrn || '-';
  return data.activity.errorCode ? [target, data.activity.errorCode] : [target];
}

/** One record as one line for people. `isDouble`: its id was shown before. */
export function tailLine(record: AuditRecord, isDouble: boolean): string {
  const who = `${record.actorType}:${record.personal?.actor.loginId ?? record.actorId ?? '-'}`;
  return [
    record.time.toISOString(),
    record.result.padEnd(7),
    record.action.padEnd(20),
    record.scope.padEnd(12),
    who,
    record.personal?.sourceIp || '-',
    ...whatOf(record),
    `${record.eventId}${isDouble ? ' (double)' : ''}${record.isRaw ? ' (unreadable)' : ''}`,
  ]
    .map(printable)
    .join('  ');
}

/** The same as a line of JSON, for programs. */
export const tailJson = (record: AuditRecord, isDouble: boolean): string => {
  const { value, headers, sequence, ...rest } = record;
  const text = value.toString('utf8');
  return JSON.stringify({ ...rest, sequence: sequence?.toString() ?? null, isDouble, headers, value: text });
};
