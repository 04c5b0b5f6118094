import type { Catalog } from '@genkan/contracts/catalog';
import { isPublic } from '@genkan/contracts/endpoint';
import type { Metrics } from '@genkan/observability/metrics';
import { type AdmitSettings, createAdmit } from './admit.js';
import type { Header } from './answer.js';
import { type AnswerCallSettings, createAnswerCall } from './answer-call.js';
import { createCallMetrics } from './call-metrics.js';
import { createForward, type ForwardSettings } from './forward.js';
import type { PagesSettings } from './pages.js';
import { createPages } from './pages.js';
import { createRedirect } from './redirect.js';
import { createSend } from './send.js';
import { createServe, type Serve, type ServeSettings } from './serve.js';

export type ProxySettings = AdmitSettings &
  ForwardSettings &
  PagesSettings &
  Pick<AnswerCallSettings, 'own'> &
  Pick<ServeSettings, 'recording' | 'trustedProxies'> & {
    readonly catalog: Catalog;
    readonly publicOrigin: string;
    readonly securityFields: readonly Header[];
    readonly metrics: Metrics;
  };

/** The way of every call, from its request to its recorded answer. */
export function composeProxy(settings: ProxySettings): Serve {
  const answerCall = createAnswerCall({
    ...settings,
    redirect: createRedirect(settings),
    pages: createPages(settings),
    admit: createAdmit(settings),
    forward: createForward(settings),
  });
  const metrics = createCallMetrics(settings.metrics, settings.catalog.endpoints.filter(isPublic));
  return createServe({ ...settings, answerCall, send: createSend(settings), metrics });
}
