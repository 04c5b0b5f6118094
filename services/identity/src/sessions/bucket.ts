/** How many failures a bucket takes, and how long it remembers. */
export interface BucketLimit {
  readonly failures: number;
  readonly windowMs: number;
  /** Whether each failure starts the window anew; else it runs from the first. */
  readonly slides: boolean;
}

/** A login id on one known device, or on all unknown ones together: five failures lock it for 15 minutes. */
export const LOGIN_LIMIT: BucketLimit = { failures: 5, windowMs: 15 * 60_000, slides: true };

/** A network, which many people may share. */
export const NETWORK_LIMIT: BucketLimit = { failures: 100, windowMs: 3_600_000, slides: false };

export type BucketName = 'known-device' | 'unknown-devices';

/** The number of this try in its bucket. */
export interface Count {
  /** The bucket took all that it takes before: this try is not even checked. */
  readonly isFull: boolean;
  /** If it fails too, the bucket is locked. */
  readonly isLast: boolean;
}

export const countOf = (number: number, { failures }: BucketLimit): Count => ({
  isFull: number > failures,
  isLast: number === failures,
});
