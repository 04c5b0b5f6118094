import { Refusal } from '@genkan/call/refusal';

/** What a service adds: errors of its own parts (a full queue, a database that is away) as what the caller is told. */
export type MapError = (error: unknown) => Refusal<string> | undefined;

/** What the caller is told of an error; undefined when nobody expected it: its cause goes to the log alone. */
export const expectedRefusal = (error: unknown, mapError?: MapError): Refusal<string> | undefined =>
  error instanceof Refusal ? error : mapError?.(error);
