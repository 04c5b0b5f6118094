import type * as challenges from '@genkan/contracts/verification/challenges';

type CodesOf<Module> = {
  [Name in keyof Module]: Module[Name] extends { readonly errors: infer Table } ? Extract<keyof Table, string> : never;
}[keyof Module];

/** Every code that this service refuses with: exactly those that its endpoints declare, so their status is known. */
export type RefusalCode = CodesOf<typeof challenges>;

interface Details {
  readonly detail?: string;
  readonly fieldErrors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  readonly retryAfterSeconds?: number;
}

/** What the domain throws when it says no. The border turns it into a problem; it knows no HTTP. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    readonly details: Details = {},
  ) {
    super(details.detail ?? code);
  }
}
