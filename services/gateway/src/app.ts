import type { RequestListener } from 'node:http';
import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import type { Catalog } from '@genkan/contracts/catalog';
import { isPublic } from '@genkan/contracts/endpoint';
import { draftEntry, sessionEntry } from '@genkan/contracts/gateway-entry';
import { lookUpDraft, lookUpSession } from '@genkan/contracts/identity/look-ups';
import { getCurrentSession } from '@genkan/contracts/identity/sessions';
import type { Logger } from '@genkan/observability/logger';
import type { Metrics } from '@genkan/observability/metrics';
import { createCredentials } from './credentials/credentials.js';
import { currentSession } from './credentials/current-session.js';
import { createEntryCache } from './credentials/entry-cache.js';
import { createLookUp } from './credentials/look-ups.js';
import { createDocuments } from './documents/documents.js';
import { createRateLimits, type RateLimitSettings } from './enforcement/rate-limits.js';
import { createRouteTable } from './enforcement/route-table.js';
import { createAdmit } from './proxy/admit.js';
import { createAnswerCall } from './proxy/answer-call.js';
import { createAskOwner } from './proxy/ask-owner.js';
import { createCallMetrics } from './proxy/call-metrics.js';
import { createForward, type ForwardSettings } from './proxy/forward.js';
import { createPages } from './proxy/pages.js';
import { createPublicServer, type Patience, type PublicServer, usualPatience } from './proxy/public-server.js';
import { securityFields } from './proxy/security-fields.js';
import { createSend } from './proxy/send.js';
import { createServe } from './proxy/serve.js';
import type { Recording } from './recording/recording.js';

export interface AppSettings extends ForwardSettings {
  readonly catalog: Catalog;
  readonly recording: Recording;
  readonly csrfKey: Uint8Array;
  readonly publicOrigin: string;
  readonly trustedHops: number;
  readonly rateLimits: RateLimitSettings;
  /** Answers whether the gateway is alive and ready. */
  readonly health: RequestListener;
  readonly patience?: Patience;
  readonly clock: Clock;
  /** Milliseconds that only run forward. */
  readonly nowMs: () => number;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Some 500 bytes each. */
const ENTRIES = 20_000;

/** The gateway as clients see it, made from the contracts; it does not listen yet. */
export function createApp(settings: AppSettings): PublicServer {
  const { catalog, nowMs, metrics } = settings;
  const endpoints = catalog.endpoints.filter(isPublic);
  const ask = createAskOwner(settings);
  const sessions = createLookUp({ endpoint: lookUpSession, entry: sessionEntry, ask });
  const drafts = createLookUp({ endpoint: lookUpDraft, entry: draftEntry, ask });
  const credentials = createCredentials({
    ...settings,
    sessions: createEntryCache({ lookUp: sessions, nowMs, maxEntries: ENTRIES }),
    drafts: createEntryCache({ lookUp: drafts, nowMs, maxEntries: ENTRIES }),
  });
  const limits = createRateLimits(settings.rateLimits);
  const answerCall = createAnswerCall({
    pages: createPages({ documents: createDocuments(catalog), limits }),
    admit: createAdmit({ ...settings, routes: createRouteTable(endpoints), credentials, limits }),
    own: { [getCurrentSession.name]: currentSession },
    forward: createForward(settings),
    limits,
    credentials,
  });
  const send = createSend({ credentials, securityFields: securityFields() });
  const serve = createServe({ ...settings, answerCall, send, metrics: createCallMetrics(metrics, endpoints) });
  return createPublicServer({ serve, health: settings.health, patience: settings.patience ?? usualPatience });
}
