import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataLayout } from '../boot/data-layout.mjs';
import { Problem } from '../boot/problem.mjs';
import type { Backing } from './backing.js';
import type { PlatformDescription } from './platform-description.js';
import type { SchemaAdmin } from './schema-admin.js';
import { publicUrlOf } from './service-environments.js';
import { freeServicePorts, type Ports } from './service-ports.js';
import { type ServiceProcess, startService } from './service-process.js';
import type { ServiceEntry } from './services.js';
import type { OnDeath } from './supervised-process.js';
import type { Unwinding } from './unwinding.js';

export interface PlatformParts {
  readonly dataDir: string;
  readonly root: string;
  readonly services: readonly ServiceEntry[];
  readonly backing: Backing;
  readonly admin: SchemaAdmin;
  readonly ports: Readonly<Record<string, Ports>>;
  readonly environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly onDeath?: OnDeath | undefined;
  readonly unwinding: Unwinding;
}

/** A platform with its processes, for those who use it and those who break it on purpose. */
export class RunningPlatform {
  readonly backing: Backing;
  readonly publicUrl: string;
  readonly #parts: PlatformParts;
  readonly #running = new Map<string, ServiceProcess>();

  constructor(parts: PlatformParts) {
    this.#parts = parts;
    this.backing = parts.backing;
    this.publicUrl = publicUrlOf(parts.ports);
  }

  /** As it is now: a restarted service has another pid. */
  get description(): PlatformDescription {
    const { dataDir, ports, backing } = this.#parts;
    const services = [...this.#running].map(([name, { url, internalUrl, pid, env }]) => [
      name,
      { url, internalUrl, pid, env },
    ]);
    return {
      pid: process.pid,
      publicUrl: this.publicUrl,
      sandboxUrl: `http://localhost:${ports.sandbox?.PORT}`,
      smtpPort: ports.sandbox?.SMTP_PORT ?? 0,
      databaseUrl: backing.databaseUrl,
      kafkaBrokers: backing.kafkaBrokers,
      clockFile: dataLayout(dataDir).clockFile,
      services: Object.fromEntries(services),
    };
  }

  /** The table's services with their folders below the root. */
  get entries(): readonly ServiceEntry[] {
    return this.#parts.services;
  }

  /** The running service of that name, to kill, pause and restart. */
  service(name: string): ServiceProcess {
    const service = this.#running.get(name);
    if (service === undefined)
      throw new Problem(`No service named ${name} runs: ${[...this.#running.keys()].join(', ')}.`);
    return service;
  }

  /** Starts the service of that name on its own port. */
  async startService(name: string, signal?: AbortSignal): Promise<ServiceProcess> {
    return await this.#start({
      entry: this.#entry(name),
      instance: name,
      ports: this.#parts.ports[name] ?? {},
      env: {},
      signal,
    });
  }

  /** One more instance of a service, on any free port, with `env` over the table's; named `<service>-2` and so on. */
  async startInstance(name: string, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const entry = this.#entry(name);
    let number = 2;
    while (this.#running.has(`${name}-${number}`)) number += 1;
    return await this.#start({ entry, instance: `${name}-${number}`, ports: await freeServicePorts(entry), env });
  }

  async stopServices(): Promise<void> {
    await Promise.all([...this.#running.values()].map((service) => service.stop()));
  }

  /** Ends everything that was started, services first. The data stays. */
  async stop(): Promise<void> {
    await this.#parts.unwinding.run();
  }

  /** `stop`, then removes the data folder, and the schemas from a shared server. */
  async destroy(): Promise<void> {
    const { dataDir, services, admin, backing } = this.#parts;
    await this.stopServices();
    if (backing.mariadb === undefined) {
      for (const entry of services) if (entry.hasSchema) await admin.drop(entry.name);
    }
    await this.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }

  #entry(name: string): ServiceEntry {
    const entry = this.#parts.services.find((candidate) => candidate.name === name);
    if (entry === undefined) throw new Problem(`There is no service named ${name} in the table of services.`);
    return entry;
  }

  async #start({ entry, instance, ports, env, signal }: StartOptions): Promise<ServiceProcess> {
    const { root, dataDir, environments, onDeath } = this.#parts;
    const { logs, servicePids } = dataLayout(dataDir);
    const service = await startService({
      name: instance,
      folder: join(root, entry.folder),
      ports,
      healthPort: entry.healthPort ?? 'PORT',
      env: { ...environments[entry.name], ...env },
      pidFolder: servicePids,
      logFile: join(logs, `${instance}.log`),
      signal,
      onDeath,
    });
    this.#running.set(instance, service);
    return service;
  }
}

interface StartOptions {
  readonly entry: ServiceEntry;
  readonly instance: string;
  readonly ports: Ports;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}
