import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type Actor, anonymousActor } from '@genkan/contracts/call-context';
import type { DraftEntry, SessionEntry } from '@genkan/contracts/gateway-entry';
import { answers, type Behaviour, problemBody } from './fake-service.js';

const FAR = '2099-01-01T00:00:00.000Z';

/** What identity knows: the entries by the hash of their tokens. */
export interface Owner {
  readonly lookUps: string[];
  /** Starts a session of the main account, unless told otherwise; returns its token. */
  session(overrides?: Partial<SessionEntry>): string;
  draft(overrides?: Partial<DraftEntry>): string;
  entryOf(token: string): SessionEntry | DraftEntry;
  /** From now on the credential does not stand. */
  end(token: string): void;
  change(token: string, overrides: Partial<SessionEntry>): void;
  /** Behaves as identity's internal endpoints, and as `others` everywhere else. */
  behaviour(others: Behaviour): Behaviour;
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

export function createOwner(): Owner {
  const entries = new Map<string, SessionEntry | DraftEntry>();
  const lookUps: string[] = [];
  const keep = (entry: SessionEntry | DraftEntry): string => {
    const token = randomBytes(32).toString('base64url');
    entries.set(hashOf(token), entry);
    return token;
  };
  const entryOf = (token: string) => {
    const entry = entries.get(hashOf(token));
    if (!entry) throw new Error('no such entry');
    return entry;
  };
  return {
    lookUps,
    session: (overrides = {}) => keep({ ...newSession(), ...overrides }),
    draft: (overrides = {}) =>
      keep({ version: '1', actor: { ...anonymousActor, type: 'draft', id: randomUUID() }, endsAt: FAR, ...overrides }),
    entryOf,
    end: (token) => void entries.delete(hashOf(token)),
    change: (token, overrides) => {
      const entry = entryOf(token);
      entries.set(hashOf(token), { ...entry, version: String(Number(entry.version) + 1), ...overrides });
    },
    behaviour: (others) => (arrival, response) => {
      const [, kind, hash] = /^\/internal\/(sessions|drafts)\/(\w+)$/.exec(arrival.url) ?? [];
      if (!kind || !hash) return others(arrival, response);
      lookUps.push(hash);
      const entry = entries.get(hash);
      const code = kind === 'sessions' ? 'identity.session_not_found' : 'identity.draft_not_found';
      if (!entry) return answers(404, problemBody(404, code))(arrival, response);
      if (arrival.headers['if-none-match'] === `"${entry.version}"`) return void response.writeHead(304).end();
      return answers(200, entry, { etag: `"${entry.version}"` })(arrival, response);
    },
  };
}

function newSession(): SessionEntry {
  const actor: Actor = {
    type: 'main',
    id: randomUUID(),
    loginId: 'k***@example.com',
    sessionId: randomUUID(),
    accessKeyId: null,
    mfa: false,
  };
  return {
    version: '1',
    actor,
    accountNo: String(randomInt(1e11, 1e12)),
    stage: 'full',
    startedAt: '2026-03-02T09:00:00.000Z',
    idleEndsAt: FAR,
    absoluteEndsAt: FAR,
  };
}
