/** The services that have contracts here. */
export const serviceNames = ['gateway', 'identity', 'verification', 'audit'] as const;
export type ServiceName = (typeof serviceNames)[number];
