import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '@genkan/config/clock';
import type { CallerClass, EndpointContract } from '@genkan/contracts/endpoint';
import { type DraftEntry, draftEntry, type SessionEntry, sessionEntry } from '@genkan/contracts/gateway-entry';
import { lookUpDraft, lookUpSession } from '@genkan/contracts/identity/look-ups';
import { anonymousCaller, type Caller, credentialOf, draftCaller, sessionCaller } from './caller.js';
import { readTokens, type Tokens } from './cookies.js';
import { type CredentialChange, cookieLines } from './credential-changes.js';
import { isCrossSite, provesCredential } from './csrf.js';
import { createEntryCache, type EntryCache } from './entry-cache.js';
import { createLookUp, type LookUpSettings } from './look-up.js';

export interface CredentialSettings extends LookUpSettings {
  readonly csrfKey: Uint8Array;
  readonly publicOrigin: string;
  readonly clock: Clock;
}

export { anonymousCaller, type Caller, currentSession, scopeOf } from './caller.js';
export type { Tokens } from './cookies.js';
export { type CredentialChange, credentialChanges } from './credential-changes.js';

/** Cookies in, callers out, cookies back. */
export interface Credentials {
  /** Our cookies in a `Cookie` field; undefined when one of them was sent twice. */
  tokens(cookieField: string | undefined): Tokens | undefined;
  /**
   * The caller whose credential counts at this endpoint; undefined when it takes none of those that were sent.
   * @throws what the owner's look-up throws: no caller is let in on a guess
   */
  callerOf(endpoint: EndpointContract, tokens: Tokens): Promise<Caller | undefined>;
  /** The credentials that this endpoint takes, of those that were sent. */
  tried(endpoint: EndpointContract, tokens: Tokens): ('session' | 'draft')[];
  /** Whether a browser says that a page which is not ours makes it send this. */
  isCrossSite(headers: IncomingHttpHeaders): boolean;
  /** Whether `x-csrf-token` proves the credential that the call uses; a call that uses none has nothing to prove. */
  provesCredential(endpoint: EndpointContract, caller: Caller, tokens: Tokens, csrfToken: string | undefined): boolean;
  /** Drops the entries that an answer of this endpoint may have made untrue: the caller's, and those of the tokens that it sent. */
  forget(endpoint: EndpointContract, caller: Caller, tokens: Tokens): void;
  /** `Set-Cookie` lines for these changes, to a client that sent these tokens. */
  cookies(changes: readonly CredentialChange[], carried: Tokens): string[];
}

/** Of each kind; some 500 bytes each. */
const ENTRIES = 20_000;

const ofSessions: readonly CallerClass[] = ['member', 'principal', 'operator'];

const takes = ({ auth }: EndpointContract) => ({
  session: auth.some((one) => ofSessions.includes(one)),
  draft: auth.includes('draft'),
});

/** The caller's own credential; else the one that the answer may replace; else any, as our page always proves what it carries. */
function usedToken({ sets }: EndpointContract, caller: Caller, tokens: Tokens): string | undefined {
  const own = credentialOf(caller);
  if (own) return tokens[own];
  const replaced = (['session', 'draft'] as const).find((name) => sets.includes(name) && tokens[name] !== undefined);
  return replaced ? tokens[replaced] : (tokens.session ?? tokens.draft);
}

/** Only the hash of a token is ever stored, sent or kept. */
export const hashOf = (token: string): string => hash('sha256', token);

function dropFrom<E extends SessionEntry | DraftEntry>(
  cache: EntryCache<E>,
  actorId: string | null,
  token: string | undefined,
): void {
  if (actorId !== null) cache.drop(({ actor }) => actor.id === actorId);
  if (token !== undefined) cache.dropKey(hashOf(token));
}

export function composeCredentials(settings: CredentialSettings): Credentials {
  const { csrfKey, publicOrigin, clock, nowMs } = settings;
  const limits = { nowMs, maxEntries: ENTRIES };
  const sessions = createEntryCache({ lookUp: createLookUp(lookUpSession, sessionEntry, settings), ...limits });
  const drafts = createEntryCache({ lookUp: createLookUp(lookUpDraft, draftEntry, settings), ...limits });
  const isOver = (end: string): boolean => Date.parse(end) <= clock.now().getTime();

  async function sessionOf(token: string | undefined): Promise<Caller | undefined> {
    const entry = token && (await sessions.get(hashOf(token)));
    return entry && !isOver(entry.idleEndsAt) && !isOver(entry.absoluteEndsAt) ? sessionCaller(entry) : undefined;
  }

  async function draftOf(token: string | undefined): Promise<Caller | undefined> {
    const entry = token && (await drafts.get(hashOf(token)));
    return entry && !isOver(entry.endsAt) ? draftCaller(entry) : undefined;
  }

  return {
    tokens: readTokens,
    async callerOf(endpoint, tokens) {
      const { session, draft } = takes(endpoint);
      return (
        (session ? await sessionOf(tokens.session) : undefined) ??
        (draft ? await draftOf(tokens.draft) : undefined) ??
        (endpoint.auth.includes('anonymous') ? anonymousCaller : undefined)
      );
    },
    tried: (endpoint, tokens) =>
      (['session', 'draft'] as const).filter((name) => takes(endpoint)[name] && tokens[name] !== undefined),
    isCrossSite: (headers) => isCrossSite(headers, publicOrigin),
    provesCredential(endpoint, caller, tokens, csrfToken) {
      const used = usedToken(endpoint, caller, tokens);
      return used === undefined || provesCredential(csrfKey, used, csrfToken);
    },
    forget({ invalidates }, { actor }, tokens) {
      if (invalidates.includes('session')) dropFrom(sessions, actor.id, tokens.session);
      if (invalidates.includes('draft')) dropFrom(drafts, actor.id, tokens.draft);
    },
    cookies: (changes, carried) => cookieLines(csrfKey, changes, carried),
  };
}
