import { choosePorts, freePort } from './ports.js';
import type { ServiceEntry } from './services.js';

/** The ports of one service by the variables that tell it: `{ PORT: 4400, INTERNAL_PORT: 4410 }`. */
export type Ports = Readonly<Record<string, number>>;

/** The ports of every service by its name: those of last time, else those of the table (if `prefersTable`), else free ones. */
export async function chooseServicePorts(
  file: string,
  services: readonly ServiceEntry[],
  prefersTable: boolean,
): Promise<Record<string, Ports>> {
  const wishes = services.flatMap(({ name, ports }) =>
    Object.entries(ports).map(([variable, port]) => [`${name}.${variable}`, prefersTable ? port : undefined] as const),
  );
  const chosen = await choosePorts(file, Object.fromEntries(wishes));
  const portsOf = ({ name, ports }: ServiceEntry) =>
    Object.fromEntries(Object.keys(ports).map((variable) => [variable, chosen[`${name}.${variable}`] ?? 0]));
  return Object.fromEntries(services.map((entry) => [entry.name, portsOf(entry)]));
}

/** Free ports for one more instance of a service. */
export async function freeServicePorts({ ports }: ServiceEntry): Promise<Ports> {
  const free: Record<string, number> = {};
  for (const variable of Object.keys(ports)) free[variable] = await freePort([], Object.values(free));
  return free;
}
