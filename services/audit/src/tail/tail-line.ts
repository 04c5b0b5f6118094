import type { AuditRecord } from '../ingest/ingest.js';

// Whatever a producer wrote, it must not steer the operator's terminal.
const printable = (text: string) => text.replace(/\p{C}/gu, '?');

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
    record.nrn || '-',
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
