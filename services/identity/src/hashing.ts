import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { completeRegistration } from '@genkan/contracts/identity/registration';
import type { signIn } from '@genkan/contracts/identity/sign-in';
import { HashQueueFull } from '@genkan/credentials/hash-queue-full';
import type { PasswordHasher } from '@genkan/credentials/password-hasher';
import type { Metrics } from '@genkan/observability/metrics';

/** What a caller is told when there is no room for one more password. */
export function busy(error: unknown): Refusal<string> | undefined {
  if (!(error instanceof HashQueueFull)) return undefined;
  const facts = { kind: 'operational', retryAfterSeconds: error.retryAfterSeconds } as const;
  return new Refusal<CodeOf<typeof signIn> & CodeOf<typeof completeRegistration>>('identity.busy', facts);
}

export const observeHasher = (metrics: Metrics, hasher: PasswordHasher): void =>
  metrics.observed({
    name: 'genkan_passwords_waiting',
    help: 'Passwords that wait to be hashed or checked',
    read: () => hasher.stats().queued,
  });
