import { createAdmit } from './admit.js';
import { createAnswerCall } from './answer-call.js';
import { createForward } from './forward.js';
import type { ProxySettings } from './proxy-settings.js';
import { createPublicServer, type PublicServer } from './public-server-adapter.js';
import { createServe } from './serve.js';

/** The gateway as clients see it: the way of every call, from its request to its recorded answer. */
export function composeProxy(settings: ProxySettings): PublicServer {
  const answerCall = createAnswerCall(settings, createAdmit(settings), createForward(settings));
  return createPublicServer(settings, createServe(settings, answerCall));
}
