import { HashQueueFull } from '@genkan/credentials/hash-queue-full';
import { createServiceApp, type ServiceAppSettings } from '@genkan/http-kit/create-service-app';
import { ServiceError } from '@genkan/http-kit/service-error';
import { Refusal, type RefusalCode } from './refusal.js';

/** The HTTP side of identity. */
export const createApp = (settings: Omit<ServiceAppSettings, 'service' | 'mapError'>) =>
  createServiceApp({ ...settings, service: 'identity', mapError: expected });

function expected(error: unknown): ServiceError | undefined {
  if (error instanceof Refusal) return new ServiceError({ ...error.details, code: error.code, cause: error });
  if (error instanceof HashQueueFull) {
    const { retryAfterSeconds } = error;
    return new ServiceError({ code: 'identity.busy' satisfies RefusalCode, kind: 'operational', retryAfterSeconds });
  }
  return undefined;
}
