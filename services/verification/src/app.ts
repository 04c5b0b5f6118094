import { createServiceApp, type ServiceAppSettings } from '@genkan/http-kit/create-service-app';
import { ServiceError } from '@genkan/http-kit/service-error';
import { Refusal } from './refusal.js';

/** The HTTP side of verification. */
export const createApp = (settings: Omit<ServiceAppSettings, 'service' | 'mapError'>) =>
  createServiceApp({ ...settings, service: 'verification', mapError: expected });

function expected(error: unknown): ServiceError | undefined {
  return error instanceof Refusal ? new ServiceError({ ...error.details, code: error.code, cause: error }) : undefined;
}
