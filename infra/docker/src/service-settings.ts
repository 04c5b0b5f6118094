import type { ServiceEntry, Wiring } from '@genkan/local/services';

/** What is the same for every service: where the others are reached follows from their names and ports. */
export type CommonWiring = Omit<Wiring, 'urlOf' | 'databaseUrl'>;

/** Where a service is reached in its container: by its name, on the port of the table, as every container has ports of its own. */
export function urlsIn(services: readonly ServiceEntry[]): Wiring['urlOf'] {
  const ports = new Map(services.map((entry) => [entry.name, entry.ports]));
  return (service, port = 'PORT') => `http://${service}:${ports.get(service)?.[port]}`;
}

/** What each service is told in its container, by its name: its ports and the variables of the table. */
export function serviceSettings(
  services: readonly ServiceEntry[],
  common: CommonWiring,
  databaseUrls: Readonly<Record<string, string>>,
): Record<string, Record<string, string>> {
  const urlOf = urlsIn(services);
  return Object.fromEntries(
    services.map((entry) => {
      const ownPorts = Object.entries(entry.ports).map(([variable, port]) => [variable, String(port)]);
      const env = entry.env({ ...common, urlOf, databaseUrl: databaseUrls[entry.name] ?? '' });
      return [entry.name, { ...Object.fromEntries(ownPorts), ...env }];
    }),
  );
}
