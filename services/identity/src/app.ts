import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { signIn } from '@genkan/contracts/identity/sign-in';
import { HashQueueFull } from '@genkan/credentials/hash-queue-full';
import { createServiceApp, type ServiceAppSettings } from '@genkan/http-kit/create-service-app';

/** The HTTP side of identity. */
export const createApp = (settings: Omit<ServiceAppSettings, 'service' | 'mapError'>) =>
  createServiceApp({ ...settings, service: 'identity', mapError: busy });

function busy(error: unknown): Refusal<string> | undefined {
  if (!(error instanceof HashQueueFull)) return undefined;
  const { retryAfterSeconds } = error;
  return new Refusal<CodeOf<typeof signIn>>('identity.busy', { kind: 'operational', retryAfterSeconds });
}
