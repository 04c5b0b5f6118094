import type { Page } from '../documents/compose-documents.js';
import type { Enforcement } from '../enforcement/compose-enforcement.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';
import { Refused } from './refused.js';
import { allowed, isSafe } from './safe-methods.js';
import { take } from './take.js';

export interface PagesSettings {
  readonly documents: (path: string, query: string) => Page | undefined;
  readonly enforcement: Pick<Enforcement, 'takeForAddress'>;
}

/** Pages and documents, which are the same for everybody. Undefined when none stands at the call's path. */
export const createPages =
  ({ documents, enforcement }: PagesSettings) =>
  async (call: Call): Promise<Answer | undefined> => {
    const page = documents(call.path, call.query);
    if (!page) return undefined;
    take(call, await enforcement.takeForAddress('normal', call.sourceIp));
    if (!isSafe(call.method)) throw new Refused('gateway.method_not_allowed', { allow: allowed(['GET']) });
    return {
      status: 200,
      headers: [
        ['content-type', page.contentType],
        ['cache-control', 'public, max-age=300'],
      ],
      body: page.text,
      code: null,
      isRecorded: false,
      changes: [],
    };
  };
