import { PROBLEM_TYPE, problemOf } from '@genkan/http-kit/problem-response';
import type { CredentialChange } from '../credentials/compose-credentials.js';
import type { Refused } from './refused.js';

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
  /** The rate limit with its client, when the call is one of a flood. */
  readonly overLimitKey?: string;
}

const json = 'application/json; charset=utf-8';

export const jsonAnswer = (status: number, body: unknown): Answer => ({
  status,
  headers: [['content-type', json]],
  body: JSON.stringify(body),
  code: null,
  isRecorded: false,
  changes: [],
});

/** The refusal as problem+json. */
export function problemAnswer({ code, facts }: Refused, requestId: string): Answer {
  const problem = problemOf({ code, requestId, detail: facts.detail, fieldErrors: facts.fieldErrors });
  const headers: Header[] = [['content-type', PROBLEM_TYPE]];
  if (facts.allow) headers.push(['allow', facts.allow.join(', ')]);
  if (facts.retryAfterSeconds !== undefined) headers.push(['retry-after', String(facts.retryAfterSeconds)]);
  const { overLimitKey, changes = [] } = facts;
  return {
    status: problem.status,
    headers,
    body: JSON.stringify(problem),
    code,
    isRecorded: false,
    changes,
    ...(overLimitKey === undefined ? {} : { overLimitKey }),
  };
}
