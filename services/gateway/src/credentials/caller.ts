import { type Actor, anonymousActor, type Source, type Stage } from '@genkan/contracts/call-context';
import type { AnswerOf, CallerClass } from '@genkan/contracts/endpoint';
import type { DraftEntry, SessionEntry } from '@genkan/contracts/gateway-entry';
import type { getCurrentSession } from '@genkan/contracts/identity/sessions';

/** The caller, as far as the gateway knows it from the owner's entry. */
export interface Caller {
  readonly actor: Actor;
  /** What the actor may count as, against an endpoint's `auth`. */
  readonly classes: readonly CallerClass[];
  readonly accountNo: string | null;
  readonly stage: Stage | null;
  readonly source: Source;
  readonly session: SessionEntry | null;
}

export const anonymousCaller: Caller = {
  actor: anonymousActor,
  classes: ['anonymous'],
  accountNo: null,
  stage: null,
  source: 'PORTAL',
  session: null,
};

const sessionClasses: Partial<Record<Actor['type'], readonly CallerClass[]>> = {
  main: ['member', 'principal'],
  sub: ['principal'],
  role: ['principal'],
  operator: ['operator'],
};

export const sessionCaller = (session: SessionEntry): Caller => ({
  actor: session.actor,
  classes: sessionClasses[session.actor.type] ?? [],
  accountNo: session.accountNo,
  stage: session.stage,
  source: 'CONSOLE',
  session,
});

export const draftCaller = ({ actor }: DraftEntry): Caller => ({
  ...anonymousCaller,
  actor,
  classes: ['draft'],
});

/** The cookie that a caller was known by. */
export const credentialOf = ({ session, actor }: Caller): 'session' | 'draft' | undefined =>
  session ? 'session' : actor.type === 'draft' ? 'draft' : undefined;

/** Whose log a call belongs to: the account's, else the draft's; undefined for all other callers. */
export const scopeOf = ({ accountNo, actor }: Caller): string | undefined =>
  accountNo ?? (actor.type === 'draft' ? (actor.id ?? undefined) : undefined);

/** The session of a caller who is signed in, out of the gateway's entry. */
export function currentSession({ session }: Caller): AnswerOf<typeof getCurrentSession> {
  if (!session) throw new Error('an endpoint for sessions alone was reached without one');
  const { actor, accountNo, stage, startedAt, idleEndsAt, absoluteEndsAt } = session;
  return { actor, accountNo, stage, startedAt, idleEndsAt, absoluteEndsAt };
}
