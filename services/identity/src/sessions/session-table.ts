import { ascii, binary, count, nullable, primary, text, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';
import type { EndReason, Principal, Session } from './session.js';

/** What a `Session` is stored as. */
export const sessionTable = defineTable(
  'sessions',
  {
    id: primary(uuid()),
    /** SHA-256 of the cookie's token. */
    tokenHash: binary(32),
    version: count(),
    principalType: ascii<Principal['type']>(16),
    principalId: uuid(),
    accountNo: nullable(ascii(12)),
    maskedLoginId: text(320),
    stage: ascii<Session['stage']>(16),
    deviceId: nullable(uuid()),
    sourceIp: ascii(45),
    userAgent: text(1024),
    startedAt: timestamp(),
    lastActiveAt: timestamp(),
    idleEndsAt: timestamp(),
    absoluteEndsAt: timestamp(),
    endedAt: nullable(timestamp()),
    endReason: nullable(ascii<EndReason>(16)),
  },
  {
    sessions_token_hash: { columns: ['tokenHash'], unique: true },
    sessions_principal: { columns: ['principalId', 'endedAt', 'startedAt'] },
    sessions_idle_end: { columns: ['endedAt', 'idleEndsAt'] },
  },
);
