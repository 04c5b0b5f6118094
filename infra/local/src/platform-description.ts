import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dataLayout } from '../boot/data-layout.mjs';
import { Problem } from '../boot/problem.mjs';

/** What `platform.json` in the data folder tells demo, tail, bench and journeys while the platform runs. */
export interface PlatformDescription {
  /** Of the command that runs the platform. */
  readonly pid: number;
  /** The gateway, as a browser sees it. */
  readonly publicUrl: string;
  readonly sandboxUrl: string;
  readonly smtpPort: number;
  /** The server's, as a user who may do everything. */
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  /** Holds an offset in ms that every service adds to its clock. */
  readonly clockFile: string;
  readonly services: Readonly<Record<string, ServiceDescription>>;
}

export interface ServiceDescription {
  readonly url: string;
  /** Where health and metrics are. */
  readonly internalUrl: string;
  readonly pid: number;
  /** All that the service was told, secrets included. */
  readonly env: Readonly<Record<string, string>>;
}

/** The running platform of a data folder. Throws a `Problem` with the remedy when none runs. */
export function readPlatformDescription(dataDir: string): PlatformDescription {
  try {
    return JSON.parse(readFileSync(dataLayout(dataDir).platformFile, 'utf8'));
  } catch {
    throw new Problem('No platform runs in this checkout: start one with `npm start` in another terminal.');
  }
}

/** What commands such as the demo need to know of a platform, wherever it runs: in containers its services have no process here. */
export type CommandsDescription = Pick<PlatformDescription, 'publicUrl' | 'sandboxUrl'> & {
  readonly services: Readonly<Record<string, Pick<ServiceDescription, 'env'>>>;
};

/** Only its owner may read the file: it holds secrets. */
export function writePlatformDescription(
  dataDir: string,
  description: PlatformDescription | CommandsDescription,
): void {
  const { platformFile } = dataLayout(dataDir);
  writeFileSync(`${platformFile}.new`, `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${platformFile}.new`, platformFile);
}
