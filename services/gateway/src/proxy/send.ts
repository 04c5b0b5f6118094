import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Credentials } from '../credentials/compose-credentials.js';
import { rateHeaders } from '../enforcement/compose-enforcement.js';
import type { Answer, Header } from './answer.js';
import type { Call } from './call.js';
import { mustClose } from './read-body.js';

export interface SendSettings {
  readonly credentials: Pick<Credentials, 'cookies'>;
  readonly securityFields: readonly Header[];
}

/** Writes the answer with the fields that all answers have. */
export const createSend = ({ credentials, securityFields }: SendSettings) => {
  const fixed = securityFields.flat();

  return (call: Call, answer: Answer, request: IncomingMessage, response: ServerResponse): void => {
    const head = [...fixed, 'x-request-id', call.requestId];
    for (const [name, value] of rateHeaders(call.rates)) head.push(name, value);
    for (const [name, value] of answer.headers) head.push(name, value);
    if (!answer.headers.some(([name]) => name === 'cache-control')) head.push('cache-control', 'no-store');
    for (const line of credentials.cookies(answer.changes, call.tokens)) head.push('set-cookie', line);
    if (mustClose(request)) response.shouldKeepAlive = false;
    if (answer.status !== 204 && answer.status !== 304)
      head.push('content-length', String(Buffer.byteLength(answer.body ?? '')));
    response.writeHead(answer.status, head).end(answer.body);
  };
};
