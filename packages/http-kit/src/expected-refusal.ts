import { Refusal } from '@genkan/call/refusal';

/** A service's own part: which refusal the caller gets for an error such as a full queue or a database that is away. */
export type MapError = (error: unknown) => Refusal<string> | undefined;

/** The refusal that the caller gets for an error; undefined for an unexpected error, whose cause only the log gets. */
export const expectedRefusal = (error: unknown, mapError?: MapError): Refusal<string> | undefined =>
  error instanceof Refusal ? error : mapError?.(error);
