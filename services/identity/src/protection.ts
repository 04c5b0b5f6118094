/** What keeps personal data unreadable in the database, and findable all the same. */
export interface Protection {
  /** Encrypts a JSON value; `boundTo` names the row, so that the value opens in no other. */
  seal(value: unknown, boundTo: string): Buffer;
  /** @throws Error when the value was sealed with another key or for another row */
  open(sealed: Buffer, boundTo: string): unknown;
  /** A keyed hash of 32 bytes, equal for equal values of one kind however they are written. */
  indexOf(kind: 'login-id' | 'phone' | 'network', value: string): Buffer;
}
