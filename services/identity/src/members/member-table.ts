import {
  asciiColumn,
  binaryColumn,
  countColumn,
  flagColumn,
  mediumBlobColumn,
  textColumn,
  timestampColumn,
  uuidColumn,
} from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';
import type { Member } from './member.js';

export interface MemberRow extends Pick<Member, 'id' | 'version' | 'status' | 'country' | 'type' | 'language'> {
  readonly account_no: string;
  /** Blind index of the login id: what makes it unique and lets it be found. */
  readonly login_id_index: Buffer;
  /** For records and pages, such as `k***@example.com`. */
  readonly masked_login_id: string;
  readonly phone_index: Buffer;
  /** `memberContent`, sealed. */
  readonly personal: Buffer;
  readonly password_hash: string;
  readonly service_field: Member['serviceField'];
  readonly how_heard: Member['howHeard'];
  readonly marketing_email: boolean;
  readonly marketing_sms: boolean;
  readonly draft_id: string;
  readonly email_challenge_id: string;
  readonly phone_challenge_id: string;
  readonly registered_at: Date;
}

export const memberTable = new EntitySchema<MemberRow>({
  name: 'members',
  columns: {
    id: uuidColumn({ primary: true }),
    version: countColumn(),
    account_no: asciiColumn(12),
    status: asciiColumn(16),
    country: asciiColumn(2),
    type: asciiColumn(16),
    language: asciiColumn(8),
    login_id_index: binaryColumn(32),
    masked_login_id: textColumn(320),
    phone_index: binaryColumn(32),
    personal: mediumBlobColumn(),
    password_hash: asciiColumn(255),
    service_field: asciiColumn(32),
    how_heard: asciiColumn(32),
    marketing_email: flagColumn(),
    marketing_sms: flagColumn(),
    draft_id: uuidColumn(),
    email_challenge_id: uuidColumn(),
    phone_challenge_id: uuidColumn(),
    registered_at: timestampColumn(),
  },
  indices: [
    { name: 'members_login_id_index', columns: ['login_id_index'], unique: true },
    { name: 'members_account_no', columns: ['account_no'], unique: true },
  ],
});

export interface PhoneRow {
  readonly phone_index: Buffer;
  /** Accounts that it serves. */
  readonly accounts: number;
}

/** One row a phone number: its lock makes the limit hold for simultaneous registrations. */
export const phoneTable = new EntitySchema<PhoneRow>({
  name: 'member_phones',
  columns: { phone_index: binaryColumn(32, { primary: true }), accounts: countColumn() },
});
