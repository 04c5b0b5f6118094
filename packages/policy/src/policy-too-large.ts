/** A set of policies has more than may be compiled. The caller of `compile` answers as for any error: nothing is allowed. */
export class PolicyTooLarge extends Error {
  override readonly name = 'PolicyTooLarge';

  constructor(
    readonly what: 'statements' | 'bytes',
    readonly limit: number,
  ) {
    super(`A principal's policies have more than ${limit} ${what} when compiled.`);
  }
}
