import type { Actor, Source, Stage } from '@genkan/contracts/call-context';
import { anonymousActor } from '@genkan/contracts/call-context';
import type { CallerClass } from '@genkan/contracts/endpoint';
import type { DraftEntry, SessionEntry } from '@genkan/contracts/gateway-entry';

/** Who calls, as far as the gateway knows it from the owner's entry. */
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

/** Whose log a call belongs to: the account's, else the draft's; undefined for everybody else. */
export const scopeOf = ({ accountNo, actor }: Caller): string | undefined =>
  accountNo ?? (actor.type === 'draft' ? (actor.id ?? undefined) : undefined);
