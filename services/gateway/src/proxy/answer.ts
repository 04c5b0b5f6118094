import { PROBLEM_TYPE, problemOf } from '@genkan/http-kit/problem-response';
import type { CredentialChange } from '../credentials/compose-credentials.js';
import type { EdgeRefusal } from './edge-refusal.js';

export type Header = readonly [name: string, value: string];

/** What the client gets, before cookies, limits and security fields are added. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Buffer | string | null;
  /** The problem's code, for the record. */
  readonly code: string | null;
  /** Whether the service recorded the call. */
  readonly isRecorded: boolean;
  readonly changes: readonly CredentialChange[];
}

/** An answer of the gateway's own. */
export const answerOf = (status: number, headers: readonly Header[], body: string | null): Answer => ({
  status,
  headers,
  body,
  code: null,
  isRecorded: false,
  changes: [],
});

export const jsonAnswer = (status: number, body: unknown): Answer =>
  answerOf(status, [['content-type', 'application/json; charset=utf-8']], JSON.stringify(body));

/** The refusal as problem+json. */
export function problemAnswer(refusal: EdgeRefusal, requestId: string): Answer {
  const { code, detail, fieldErrors, allow, retryAfterSeconds, changes } = refusal;
  const problem = problemOf({ code, requestId, detail, fieldErrors });
  const headers: Header[] = [['content-type', PROBLEM_TYPE]];
  if (allow) headers.push(['allow', allow.join(', ')]);
  if (retryAfterSeconds !== undefined) headers.push(['retry-after', String(retryAfterSeconds)]);
  return { ...answerOf(problem.status, headers, JSON.stringify(problem)), code, changes };
}
