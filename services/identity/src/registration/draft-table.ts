import {
  asciiColumn,
  binaryColumn,
  countColumn,
  mediumBlobColumn,
  timestampColumn,
  uuidColumn,
} from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';
import type { Draft } from './draft.js';

export interface DraftRow extends Pick<Draft, 'id' | 'version' | 'status' | 'country' | 'type' | 'language'> {
  /** SHA-256 of the cookie's secret. */
  readonly secret_hash: Buffer;
  /** Blind index of the proven e-mail address, for finding another draft of it. */
  readonly email_index: Buffer | null;
  /** `draftContent`, sealed. */
  readonly content: Buffer;
  readonly created_at: Date;
  readonly expires_at: Date;
}

export const draftTable = new EntitySchema<DraftRow>({
  name: 'registration_drafts',
  columns: {
    id: uuidColumn({ primary: true }),
    version: countColumn(),
    status: asciiColumn(16),
    country: asciiColumn(2),
    type: asciiColumn(16),
    language: asciiColumn(8),
    secret_hash: binaryColumn(32),
    email_index: binaryColumn(32, { nullable: true }),
    content: mediumBlobColumn(),
    created_at: timestampColumn(),
    expires_at: timestampColumn(),
  },
  indices: [
    { name: 'registration_drafts_secret_hash', columns: ['secret_hash'], unique: true },
    { name: 'registration_drafts_email_index', columns: ['email_index'] },
    { name: 'registration_drafts_expires_at', columns: ['expires_at'] },
  ],
});

export interface RedeemedProofRow {
  /** `jti` of the proof: the challenge's id. */
  readonly jti: string;
  readonly draft_id: string;
}

/** A proof is good for one draft only, so its mark may go when the draft goes. */
export const redeemedProofTable = new EntitySchema<RedeemedProofRow>({
  name: 'registration_proofs',
  columns: { jti: uuidColumn({ primary: true }), draft_id: uuidColumn() },
  indices: [{ name: 'registration_proofs_draft_id', columns: ['draft_id'] }],
});
