import { createServiceApp, type ServiceAppSettings } from '@genkan/http-kit/create-service-app';

/** The HTTP side of verification. */
export const createApp = (settings: Omit<ServiceAppSettings, 'service'>) =>
  createServiceApp({ ...settings, service: 'verification' });
