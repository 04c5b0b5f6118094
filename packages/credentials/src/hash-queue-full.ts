/** There is no room for more hashing: ask again after `retryAfterSeconds`. Callers answer 429 with Retry-After. */
export class HashQueueFull extends Error {
  override readonly name = 'HashQueueFull';
  constructor(readonly retryAfterSeconds: number) {
    super('the password hashing pool is busy');
  }
}
