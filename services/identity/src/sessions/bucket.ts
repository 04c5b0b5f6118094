/** How many failures a bucket takes, and how long it remembers. */
export interface BucketLimit {
  readonly failures: number;
  readonly windowMs: number;
  /** Whether each failure starts the window anew; else it runs from the first. */
  readonly slides: boolean;
}

/** A login id on one known device, or on all unknown ones together: five failures lock it for 15 minutes. */
export const LOGIN_LIMIT: BucketLimit = { failures: 5, windowMs: 15 * 60_000, slides: true };

/** All unknown devices of a network, which many people may share. */
export const NETWORK_LIMIT: BucketLimit = { failures: 100, windowMs: 3_600_000, slides: false };

export type BucketName = 'known-device' | 'unknown-devices' | 'network';

/** Where failures are counted. Login ids that nobody has have buckets too. */
export interface Bucket {
  /** HMAC of what is limited. */
  readonly key: Buffer;
  readonly name: BucketName;
  readonly limit: BucketLimit;
}

/** A try with its number in a bucket, counting from 1. */
export interface Counted {
  readonly bucket: Bucket;
  readonly number: number;
}

/** The bucket has all that it takes: this try is not even checked. */
export const isRefused = ({ bucket, number }: Counted): boolean => number > bucket.limit.failures;

/** The last one that is checked: if it fails too, the bucket is locked. */
export const isLast = ({ bucket, number }: Counted): boolean => number === bucket.limit.failures;

/** The owner of a locked login id, who is told of the lock. */
export interface LockOwner {
  /** Whether the login id belongs to a member or an operator. */
  readonly isKnown: boolean;
  readonly memberId: string | null;
  readonly accountNo: string | null;
}

export const NOBODY: LockOwner = { isKnown: false, memberId: null, accountNo: null };

/** A bucket that is closed until a moment. */
export interface Lock {
  readonly key: Buffer;
  readonly bucket: BucketName;
  readonly lockedUntil: Date;
  readonly owner: LockOwner;
}
