import type { RequestListener } from 'node:http';
import type { Clock } from '@genkan/config/clock';
import { isPublic } from '@genkan/contracts/endpoint';
import { draftEntry, sessionEntry } from '@genkan/contracts/gateway-entry';
import { lookUpDraft, lookUpSession } from '@genkan/contracts/identity/look-ups';
import { getCurrentSession } from '@genkan/contracts/identity/sessions';
import { composeCredentials } from './credentials/compose-credentials.js';
import { currentSession } from './credentials/current-session.js';
import { createEntryCache } from './credentials/entry-cache.js';
import { createLookUp } from './credentials/look-up.js';
import { composeDocuments } from './documents/compose-documents.js';
import { composeEnforcement, type RateLimitSettings } from './enforcement/compose-enforcement.js';
import { type AskOwnerSettings, createAskOwner } from './proxy/ask-owner.js';
import { composeProxy, type ProxySettings } from './proxy/compose-proxy.js';
import { createPublicServer, type Patience, type PublicServer, usualPatience } from './proxy/public-server-adapter.js';
import { securityFields } from './proxy/security-fields-adapter.js';

type Made = 'credentials' | 'enforcement' | 'documents' | 'own' | 'securityFields';

export interface AppSettings extends Omit<ProxySettings, Made>, Pick<AskOwnerSettings, 'owners'> {
  readonly csrfKey: Uint8Array;
  readonly publicOrigin: string;
  readonly rateLimits: RateLimitSettings;
  /** Answers whether the gateway is alive and ready. */
  readonly health: RequestListener;
  readonly patience?: Patience;
  readonly clock: Clock;
  /** Milliseconds that only run forward. */
  readonly nowMs: () => number;
}

/** Half of the gateway's own deadline: what waits for an owner can still be forwarded. */
const LOOK_UP_MS = 5_000;

/** Some 500 bytes each. */
const ENTRIES = 20_000;

/** The gateway as clients see it, made from the contracts; it does not listen yet. */
export function createApp(settings: AppSettings): PublicServer {
  const { catalog, nowMs, rateLimits, patience = usualPatience } = settings;
  const ask = createAskOwner({ ...settings, lookUpMs: LOOK_UP_MS });
  const sessions = createLookUp({ endpoint: lookUpSession, entry: sessionEntry, ask });
  const drafts = createLookUp({ endpoint: lookUpDraft, entry: draftEntry, ask });
  const serve = composeProxy({
    ...settings,
    credentials: composeCredentials({
      ...settings,
      sessions: createEntryCache({ lookUp: sessions, nowMs, maxEntries: ENTRIES }),
      drafts: createEntryCache({ lookUp: drafts, nowMs, maxEntries: ENTRIES }),
    }),
    enforcement: composeEnforcement(catalog.endpoints.filter(isPublic), rateLimits),
    documents: composeDocuments(catalog, settings.publicOrigin),
    own: { [getCurrentSession.name]: currentSession },
    securityFields: securityFields(),
  });
  return createPublicServer({ ...settings, serve, patience });
}
