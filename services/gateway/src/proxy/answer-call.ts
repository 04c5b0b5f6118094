import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { getCurrentSession } from '@genkan/contracts/identity/sessions';
import { type Caller, currentSession } from '../credentials/compose-credentials.js';
import type { Page } from '../documents/compose-documents.js';
import type { Admit } from './admit.js';
import { type Answer, answerOf, jsonAnswer } from './answer.js';
import { type Call, isSafe } from './call.js';
import { checkFields } from './check-request.js';
import { type EdgeRefusal, malformed, methodNotAllowed } from './edge-refusal.js';
import type { Forward } from './forward.js';
import type { ProxySettings } from './proxy-settings.js';
import { createRedirect } from './public-host.js';
import { readBody } from './read-body.js';

/** Answers of the endpoints that the gateway serves itself, by name. */
const own: Readonly<Record<string, (caller: Caller) => unknown>> = { [getCurrentSession.name]: currentSession };

/** @throws EdgeRefusal */
export type AnswerCall = (
  call: Call,
  request: IncomingMessage,
  response: ServerResponse,
  unreadable?: EdgeRefusal,
) => Promise<Answer>;

/** The way of one call: redirect or page, or admission, body, answer by the gateway itself or by a service. */
export function createAnswerCall(settings: ProxySettings, admit: Admit, forward: Forward): AnswerCall {
  const { documents, enforcement, credentials, publicOrigin } = settings;
  const redirect = createRedirect(publicOrigin);

  return async (call, request, response, unreadable) => {
    const fault = unreadable ?? faultOf(call, request);
    const elsewhere = fault ? undefined : redirect(call);
    const page = fault || elsewhere ? undefined : documents(call.path, call.query);
    if (fault || elsewhere || page) call.noteRate(await enforcement.takeForAddress('normal', call.sourceIp));
    if (fault) throw fault;
    if (elsewhere) return elsewhere;
    if (page) return pageAnswer(call, page);

    const endpoint = await admit(call, request);
    const answerOwn = own[endpoint.name];
    if (answerOwn) {
      checkFields(endpoint, call);
      return jsonAnswer(endpoint.response.status, answerOwn(call.caller));
    }
    return answerByService(call, endpoint, request, response);
  };

  async function answerByService(
    call: Call,
    endpoint: EndpointContract,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Answer> {
    if (endpoint.request.body) call.body = await readBody(request, response);
    try {
      return await forward(call, endpoint);
    } finally {
      // Also without an answer: the service may have done it all the same.
      credentials.forget(endpoint, call.caller, call.tokens);
    }
  }
}

/** Why a request cannot be served whatever it asks for. */
function faultOf(call: Call, request: IncomingMessage): EdgeRefusal | undefined {
  if (!call.isSourceKnown) return malformed('The address of the caller cannot be read.');
  const { host } = request.headers;
  if (host === undefined && request.httpVersion !== '1.0') return malformed('There is no Host field.');
  // Of two fields the server makes one, with a comma and a space.
  return host?.includes(' ') ? malformed('The Host field names no host.') : undefined;
}

function pageAnswer({ method }: Call, { contentType, text }: Page): Answer {
  if (!isSafe(method)) throw methodNotAllowed(['GET']);
  const headers = [
    ['content-type', contentType],
    ['cache-control', 'public, max-age=300'],
  ] as const;
  return answerOf(200, headers, text);
}
