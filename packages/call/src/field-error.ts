import type { Problem } from '@genkan/contracts/problem';

/** One invalid field: its path, such as `body.address.city`, a stable code, and the reason in English. */
export type FieldError = NonNullable<Problem['errors']>[number];
