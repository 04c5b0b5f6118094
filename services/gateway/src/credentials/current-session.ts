import type { AnswerOf } from '@genkan/contracts/endpoint';
import type { getCurrentSession } from '@genkan/contracts/identity/sessions';
import type { Caller } from './caller.js';

/** Who is signed in, out of the gateway's entry. */
export function currentSession({ session }: Caller): AnswerOf<typeof getCurrentSession> {
  if (!session) throw new Error('an endpoint for sessions alone was reached without one');
  const { actor, accountNo, stage, startedAt, idleEndsAt, absoluteEndsAt } = session;
  return { actor, accountNo, stage, startedAt, idleEndsAt, absoluteEndsAt };
}
