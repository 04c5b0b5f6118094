/** The services that have contracts here, each with the port on which it listens unless told. */
export const servicePorts = { gateway: 4400, identity: 4401, verification: 4402, audit: 4403 } as const;

export type ServiceName = keyof typeof servicePorts;
export const serviceNames = Object.keys(servicePorts) as readonly ServiceName[];
