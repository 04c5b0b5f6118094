import type { Secret } from '@genkan/config/secret';
import { z } from 'zod';
import type { Failure } from './delivery.js';
import { type OutgoingMessage, type Provider, SendFailed } from './provider.js';

const accepted = z.object({ id: z.string().min(1).max(255) });

/** An SMS provider that takes `POST <url>/messages` with a bearer key, as the sandbox does. */
export function smsProvider(settings: {
  readonly name: string;
  readonly url: URL;
  readonly key: Secret;
  readonly timeoutMs: number;
}): Provider {
  const { name, url, key, timeoutMs } = settings;
  const endpoint = new URL(`${url.href.replace(/\/$/, '')}/messages`);
  return {
    name,
    async send({ id, address, text }: OutgoingMessage): Promise<string> {
      try {
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: { authorization: `Bearer ${key.reveal()}`, 'content-type': 'application/json' },
          body: JSON.stringify({ to: address, text, reference: id }),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (!response.ok) {
          await response.body?.cancel();
          throw new SendFailed(failureOfStatus(response.status));
        }
        return accepted.parse(await response.json()).id;
      } catch (error) {
        if (error instanceof SendFailed) throw error;
        const isSlow = (error as { readonly name?: string }).name === 'TimeoutError';
        throw new SendFailed({ cause: isSlow ? 'slow_provider' : 'unknown', isPermanent: false });
      }
    },
    close() {},
  };
}

/** 422 is about the number; every other 4xx is our own trouble with this provider. */
function failureOfStatus(status: number): Failure {
  if (status === 422) return { cause: 'wrong_address', isPermanent: true };
  return { cause: status >= 500 || status === 429 ? 'slow_provider' : 'unknown', isPermanent: false };
}
