import { z } from 'zod';
import { defineEvent } from '../event.js';
import { publicField } from '../field.js';

/** The action under which calls are recorded that reach no endpoint. */
export const UNKNOWN_ENDPOINT = 'UnknownEndpoint';

/**
 * A call that no service recorded: a read, a refusal, a failure, a time-out. Its activity names the endpoint's own action
 * and resource, not those of this contract. Nothing in it is text of the caller's choice, except what the endpoint's
 * contract calls public and accepts.
 */
export const apiCalled = defineEvent({
  service: 'gateway',
  name: 'api.called',
  version: 1,
  description: 'A call was answered, and no service recorded it because nothing changed.',
  action: 'CallApi',
  resource: 'Endpoint',
  kind: 'fact',
  facts: z.object({
    endpoint: publicField(z.string().max(64).nullable(), 'Name of the endpoint; null when there is none.'),
    // Not one of a list: each new service would break those who read the event.
    service: publicField(z.string().max(64), 'Service that owns the endpoint; `gateway` when there is none.'),
    method: publicField(z.string().max(16), 'Method of the request; empty when it could not be read.'),
    path: publicField(
      z.string().max(128),
      "Template of the endpoint's path; without an endpoint the path itself, cut, with `_` for all but letters, digits, `-` and `/`.",
    ),
    status: publicField(z.number().int(), 'HTTP status of the answer.'),
    durationMs: publicField(z.number().int().min(0), 'From the request to the answer, without its recording.'),
    count: publicField(
      z.number().int().min(1),
      'Calls that this record stands for: more than one only for calls over a rate limit, recorded once a minute.',
    ),
  }),
  sample: {
    endpoint: 'listSessions',
    service: 'identity',
    method: 'GET',
    path: '/api/v1/sessions',
    status: 200,
    durationMs: 7,
    count: 1,
  },
});
