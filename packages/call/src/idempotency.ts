/** A caller's claim that this is one effect however often it is sent (acceptance A6). */
export interface IdempotencyClaim {
  readonly principal: string;
  readonly endpoint: string;
  readonly key: string;
  /** HMAC of the body with the service's key: another body under the same key is refused. */
  readonly bodyHash: string;
  /** Renders the value of the transaction as the answer to keep. */
  readonly render: (value: unknown) => StoredAnswer;
}

export interface StoredAnswer {
  readonly status: number;
  /** JSON text of the body; empty when the answer has none. */
  readonly body: string;
  /** Version of what was answered, without quotes; null when the answer has none. */
  readonly etag: string | null;
}

/** This call has been answered before: `answer` is what the caller gets, nothing was done again. */
export class IdempotentReplay extends Error {
  override readonly name = 'IdempotentReplay';

  constructor(readonly answer: StoredAnswer) {
    super('This call has been answered before');
  }
}
