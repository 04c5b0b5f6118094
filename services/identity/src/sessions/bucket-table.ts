import {
  asciiColumn,
  binaryColumn,
  countColumn,
  flagColumn,
  timestampColumn,
  uuidColumn,
} from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';
import type { BucketName } from './bucket.js';

export interface BucketRow {
  /** HMAC of what is limited; unknown login ids have buckets too. */
  readonly bucket_key: Buffer;
  readonly failures: number;
  /** When the failures are forgotten. */
  readonly ends_at: Date;
  /** Set while locked, and until the end of the lock was told. */
  readonly locked_until: Date | null;
  readonly bucket: BucketName | null;
  readonly is_known: boolean | null;
  readonly member_id: string | null;
  readonly account_no: string | null;
}

export const bucketTable = new EntitySchema<BucketRow>({
  name: 'sign_in_buckets',
  columns: {
    bucket_key: binaryColumn(32, { primary: true }),
    failures: countColumn(),
    ends_at: timestampColumn(),
    locked_until: timestampColumn({ nullable: true }),
    bucket: asciiColumn(16, { nullable: true }),
    is_known: flagColumn({ nullable: true }),
    member_id: uuidColumn({ nullable: true }),
    account_no: asciiColumn(12, { nullable: true }),
  },
  indices: [
    { name: 'sign_in_buckets_ends_at', columns: ['ends_at'] },
    { name: 'sign_in_buckets_locked_until', columns: ['locked_until'] },
  ],
});
