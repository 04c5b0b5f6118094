import {
  asciiColumn,
  binaryColumn,
  countColumn,
  mediumBlobColumn,
  textColumn,
  timestampColumn,
  uuidColumn,
} from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';
import type { Challenge } from './challenge.js';
import type { Channel } from './target.js';

export interface ChallengeRow extends Pick<Challenge, 'id' | 'version' | 'subject' | 'purpose' | 'language' | 'state'> {
  readonly channel: Channel;
  /** Address and key, sealed. */
  readonly target: Buffer;
  /** Blind index of the target's key. */
  readonly target_index: Buffer;
  readonly masked_target: string;
  readonly code_hash: Buffer;
  readonly attempts: number;
  readonly created_at: Date;
  readonly code_sent_at: Date;
  readonly expires_at: Date;
}

export const challengeTable = new EntitySchema<ChallengeRow>({
  name: 'challenges',
  columns: {
    id: uuidColumn({ primary: true }),
    version: countColumn(),
    subject: uuidColumn(),
    purpose: asciiColumn(32),
    channel: asciiColumn(8),
    target: mediumBlobColumn(),
    target_index: binaryColumn(32),
    masked_target: textColumn(320),
    language: asciiColumn(8),
    state: asciiColumn(16),
    code_hash: binaryColumn(32),
    attempts: countColumn(),
    created_at: timestampColumn(),
    code_sent_at: timestampColumn(),
    expires_at: timestampColumn(),
  },
  indices: [
    { name: 'challenges_subject', columns: ['subject', 'purpose', 'target_index'] },
    { name: 'challenges_created_at', columns: ['created_at'] },
  ],
});
