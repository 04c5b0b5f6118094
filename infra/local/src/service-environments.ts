import { dataLayout } from '../boot/data-layout.mjs';
import type { Backing } from './backing.js';
import { developmentKeys } from './development-keys.js';
import type { Ports } from './service-ports.js';
import type { ServiceEntry } from './services.js';

export interface ServiceEnvironmentsOptions {
  readonly services: readonly ServiceEntry[];
  readonly dataDir: string;
  readonly backing: Backing;
  /** By service. */
  readonly ports: Readonly<Record<string, Ports>>;
  /** Of the runtime users, by service. */
  readonly databaseUrls: Readonly<Record<string, string>>;
  /** Set for every service, over the table's. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** A browser lets a page on localhost have `__Host-` cookies; passkeys need a name, too, not an address. */
export function publicUrlOf(ports: Readonly<Record<string, Ports>>): string {
  return `http://localhost:${ports.gateway?.PORT}`;
}

/** What each service is told, by its name: the table's variables, filled in. */
export function serviceEnvironments(options: ServiceEnvironmentsOptions): Record<string, Record<string, string>> {
  const { services, dataDir, backing, ports, databaseUrls, overrides } = options;
  const { keys, clockFile } = dataLayout(dataDir);
  const common = {
    publicUrl: publicUrlOf(ports),
    urlOf: (service: string, port = 'PORT') => `http://127.0.0.1:${ports[service]?.[port]}`,
    kafkaBrokers: backing.kafkaBrokers,
    ...developmentKeys(keys),
  };
  return Object.fromEntries(
    services.map((entry) => {
      const own = entry.env({ ...common, databaseUrl: databaseUrls[entry.name] ?? '' });
      return [entry.name, { CLOCK_FILE: clockFile, ...own, ...overrides }];
    }),
  );
}
