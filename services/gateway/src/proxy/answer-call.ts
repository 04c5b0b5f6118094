import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { Caller, Credentials } from '../credentials/compose-credentials.js';
import type { Enforcement } from '../enforcement/compose-enforcement.js';
import { type Answer, jsonAnswer } from './answer.js';
import type { Call } from './call.js';
import { checkFields } from './check-request.js';
import { readBody } from './read-body.js';
import { Refused } from './refused.js';
import { take } from './take.js';

/** Bytes of a body at most (JSON; files will have a limit of their own). */
export const BODY_LIMIT = 64 * 1024;

export interface AnswerCallSettings {
  /** To the portal's one name, for readers who came by another. */
  readonly redirect: (call: Call) => Answer | undefined;
  readonly pages: (call: Call) => Promise<Answer | undefined>;
  /** @throws Refused when the call is not let in */
  readonly admit: (call: Call, request: IncomingMessage) => Promise<EndpointContract>;
  /** Endpoints of the gateway's own, by name. */
  readonly own: Readonly<Record<string, (caller: Caller) => unknown>>;
  /** @throws Refused when there is no answer, or none as agreed */
  readonly forward: (call: Call, endpoint: EndpointContract) => Promise<Answer>;
  readonly enforcement: Pick<Enforcement, 'takeForAddress'>;
  readonly credentials: Pick<Credentials, 'forget'>;
}

/**
 * The way of one call: redirect or page, or admission, body, answer by the gateway itself or by a service.
 *
 * @throws Refused
 */
export const createAnswerCall =
  ({ redirect, pages, admit, own, forward, enforcement, credentials }: AnswerCallSettings) =>
  async (call: Call, request: IncomingMessage, response: ServerResponse, unreadable?: Refused): Promise<Answer> => {
    const fault = unreadable ?? faultOf(call, request);
    if (fault) {
      take(call, await enforcement.takeForAddress('normal', call.sourceIp));
      throw fault;
    }
    const elsewhere = redirect(call);
    if (elsewhere) take(call, await enforcement.takeForAddress('normal', call.sourceIp));
    const page = elsewhere ?? (await pages(call));
    if (page) return page;
    const endpoint = await admit(call, request);
    const answerOwn = own[endpoint.name];
    if (answerOwn) {
      checkFields(endpoint, call);
      return jsonAnswer(endpoint.response.status, answerOwn(call.caller));
    }
    if (endpoint.request.body) call.body = await readBody(request, response, BODY_LIMIT);
    try {
      return await forward(call, endpoint);
    } finally {
      // Also without an answer: the service may have done it all the same.
      credentials.forget(endpoint, call.caller, call.tokens);
    }
  };

/** Why a request cannot be served whatever it asks for. */
function faultOf(call: Call, request: IncomingMessage): Refused | undefined {
  if (!call.isSourceKnown)
    return new Refused('gateway.malformed_request', { detail: 'The address of the caller cannot be read.' });
  const { host } = request.headers;
  if (host === undefined && request.httpVersion !== '1.0')
    return new Refused('gateway.malformed_request', { detail: 'There is no Host field.' });
  // Of two fields the server makes one, with a comma and a space.
  if (host?.includes(' ')) return new Refused('gateway.malformed_request', { detail: 'The Host field names no host.' });
  return undefined;
}
