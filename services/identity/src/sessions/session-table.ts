import {
  asciiColumn,
  binaryColumn,
  countColumn,
  textColumn,
  timestampColumn,
  uuidColumn,
} from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';
import type { EndReason, Principal, Session } from './session.js';

export interface SessionRow {
  readonly id: string;
  /** SHA-256 of the cookie's token. */
  readonly token_hash: Buffer;
  readonly version: number;
  readonly principal_type: Principal['type'];
  readonly principal_id: string;
  readonly account_no: string | null;
  readonly masked_login_id: string;
  readonly stage: Session['stage'];
  readonly device_id: string | null;
  readonly source_ip: string;
  readonly user_agent: string;
  readonly started_at: Date;
  readonly last_active_at: Date;
  readonly idle_ends_at: Date;
  readonly absolute_ends_at: Date;
  readonly ended_at: Date | null;
  readonly end_reason: EndReason | null;
}

export const sessionTable = new EntitySchema<SessionRow>({
  name: 'sessions',
  columns: {
    id: uuidColumn({ primary: true }),
    token_hash: binaryColumn(32),
    version: countColumn(),
    principal_type: asciiColumn(16),
    principal_id: uuidColumn(),
    account_no: asciiColumn(12, { nullable: true }),
    masked_login_id: textColumn(320),
    stage: asciiColumn(16),
    device_id: uuidColumn({ nullable: true }),
    source_ip: asciiColumn(45),
    user_agent: textColumn(1024),
    started_at: timestampColumn(),
    last_active_at: timestampColumn(),
    idle_ends_at: timestampColumn(),
    absolute_ends_at: timestampColumn(),
    ended_at: timestampColumn({ nullable: true }),
    end_reason: asciiColumn(16, { nullable: true }),
  },
  indices: [
    { name: 'sessions_token_hash', columns: ['token_hash'], unique: true },
    { name: 'sessions_principal', columns: ['principal_id', 'ended_at', 'started_at'] },
    { name: 'sessions_idle_end', columns: ['ended_at', 'idle_ends_at'] },
  ],
});
