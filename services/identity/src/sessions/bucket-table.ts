import { ascii, binary, count, flag, nullable, primary, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';
import type { BucketName } from './bucket.js';

export const bucketTable = defineTable(
  'sign_in_buckets',
  {
    /** HMAC of what is limited; unknown login ids have buckets too. */
    bucketKey: primary(binary(32)),
    failures: count(),
    /** When the failures are forgotten. */
    endsAt: timestamp(),
    /** Set while locked, and until the end of the lock was told. */
    lockedUntil: nullable(timestamp()),
    bucket: nullable(ascii<BucketName>(16)),
    isKnown: nullable(flag()),
    memberId: nullable(uuid()),
    accountNo: nullable(ascii(12)),
  },
  {
    sign_in_buckets_ends_at: { columns: ['endsAt'] },
    sign_in_buckets_locked_until: { columns: ['lockedUntil'] },
  },
);
