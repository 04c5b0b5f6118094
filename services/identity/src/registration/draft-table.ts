import { ascii, binary, blob, count, nullable, primary, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';
import type { Draft } from './draft.js';

/** What a `Draft` is stored as. */
export const draftTable = defineTable(
  'registration_drafts',
  {
    id: primary(uuid()),
    version: count(),
    status: ascii<Draft['status']>(16),
    country: ascii(2),
    type: ascii<Draft['type']>(16),
    language: ascii<Draft['language']>(8),
    /** SHA-256 of the cookie's secret. */
    secretHash: binary(32),
    /** Blind index of the proven e-mail address, for finding another draft of it. */
    emailIndex: nullable(binary(32)),
    /** `draftContent`, sealed. */
    content: blob(),
    createdAt: timestamp(),
    expiresAt: timestamp(),
  },
  {
    registration_drafts_secret_hash: { columns: ['secretHash'], unique: true },
    registration_drafts_email_index: { columns: ['emailIndex'] },
    registration_drafts_expires_at: { columns: ['expiresAt'] },
  },
);

/** A proof is good for one draft only, so its mark may go when the draft goes. */
export const redeemedProofTable = defineTable(
  'registration_proofs',
  {
    /** `jti` of the proof: the challenge's id. */
    jti: primary(uuid()),
    draftId: uuid(),
  },
  { registration_proofs_draft_id: { columns: ['draftId'] } },
);
