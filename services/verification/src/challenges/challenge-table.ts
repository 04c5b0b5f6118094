import { ascii, binary, blob, count, primary, text, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';
import type { Challenge } from './challenge.js';
import type { Channel } from './target.js';

/** What a `Challenge` is stored as. */
export const challengeTable = defineTable(
  'challenges',
  {
    id: primary(uuid()),
    version: count(),
    subject: uuid(),
    purpose: ascii<Challenge['purpose']>(32),
    channel: ascii<Channel>(8),
    /** Address and key, sealed. */
    target: blob(),
    /** Blind index of the target's key. */
    targetIndex: binary(32),
    maskedTarget: text(320),
    language: ascii<Challenge['language']>(8),
    state: ascii<Challenge['state']>(16),
    codeHash: binary(32),
    attempts: count(),
    createdAt: timestamp(),
    codeSentAt: timestamp(),
    expiresAt: timestamp(),
  },
  {
    challenges_subject: { columns: ['subject', 'purpose', 'targetIndex'] },
    challenges_created_at: { columns: ['createdAt'] },
  },
);
