import { join } from 'node:path';
import { runVariable } from '../boot/processes.mjs';
import type { Ports } from './service-ports.js';
import { type OnDeath, SupervisedProcess } from './supervised-process.js';

/** A running service. */
export type ServiceProcess = SupervisedProcess & {
  readonly url: string;
  /** Where health and metrics are; the same as `url` unless the service has a port of its own for them. */
  readonly internalUrl: string;
  /** All that it was told beside PATH and the like. */
  readonly env: Readonly<Record<string, string>>;
};

export interface ServiceProcessOptions {
  readonly name: string;
  /** The service's folder, with its `dist/src/main.js`. */
  readonly folder: string;
  readonly ports: Ports;
  /** The variable of the port on which it answers `/health/ready`. */
  readonly healthPort: string;
  readonly env: Readonly<Record<string, string>>;
  readonly pidFolder: string;
  readonly logFile: string;
  readonly signal?: AbortSignal | undefined;
  readonly onDeath?: OnDeath | undefined;
}

/** An idle service needs little memory when the young generation is kept small. */
const flags = ['--max-semi-space-size=4', '--max-old-space-size=256'];

/** Starts a service and waits until its `/health/ready` says 200. */
export async function startService(options: ServiceProcessOptions): Promise<ServiceProcess> {
  const { name, folder, ports, healthPort, pidFolder, logFile, signal, onDeath } = options;
  const env = { NODE_ENV: 'development', ...options.env, HOST: '127.0.0.1', ...texts(ports) };
  const url = `http://127.0.0.1:${ports.PORT}`;
  const internalUrl = `http://127.0.0.1:${ports[healthPort]}`;
  const service = await SupervisedProcess.start({
    name,
    command: process.execPath,
    args: [...flags, join('dist', 'src', 'main.js')],
    cwd: folder,
    env: { ...inheritedEnv(), ...env },
    pidFolder,
    logFile,
    isReady: () => isReady(internalUrl),
    readyTimeoutMs: 30_000,
    signal,
    onDeath,
  });
  return Object.assign(service, { url, internalUrl, env });
}

function texts(ports: Ports): Record<string, string> {
  return Object.fromEntries(Object.entries(ports).map(([variable, port]) => [variable, String(port)]));
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

const inherited = ['PATH', 'HOME', 'LANG', 'TZ', 'LOG_LEVEL', runVariable];

/** What a child may see of our own environment; all else it is told deliberately. */
export function inheritedEnv(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const entries = inherited.map((name) => [name, env[name]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
