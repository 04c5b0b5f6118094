import { sourceOf } from '@genkan/contracts/event';
import { serviceNames } from '@genkan/contracts/service-name';
import { startPlatform } from '@genkan/local/platform';
import type { RunningPlatform } from '@genkan/local/running-platform';
import { unlimited } from '@genkan/local/unlimited';
import { waitUntil } from '@genkan/local/wait';
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import { cpuMeter } from './process-usage.js';

export interface TestbedOptions {
  readonly dataDir: string;
  /** A smoke run: it shows that everything works, its figures say nothing. */
  readonly isQuick: boolean;
  /** What `npm start` does before it starts a platform. */
  readonly prepare: () => Promise<void>;
  /** Told to every service, over what the table of services and the benchmark say. */
  readonly env?: Readonly<Record<string, string>>;
  readonly out?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

const env = {
  LOG_LEVEL: 'warn',
  // The gateway believes that a proxy is in front of it, so that each caller can come from an address of its own.
  TRUSTED_PROXIES: '127.0.0.1',
  // 8 connections do what would take a thousand people.
  ...unlimited,
};

const SETTLE_MS = 60_000;

/** A platform of its own on which benchmarks run: everything real, on free ports, with data that is thrown away. */
export class Testbed {
  readonly isQuick: boolean;
  readonly prepare: () => Promise<void>;
  readonly #options: TestbedOptions;
  #running: { readonly platform: RunningPlatform; readonly database: Pool } | undefined;

  constructor(options: TestbedOptions) {
    this.isQuick = options.isQuick;
    this.prepare = options.prepare;
    this.#options = options;
  }

  /** Starts the platform, unless it runs. Until then there is nothing but `isQuick`, `size` and `signal`. */
  async open(): Promise<void> {
    if (this.#running) return;
    const { dataDir, env: more, out, signal } = this.#options;
    const platform = await startPlatform({
      dataDir,
      usesPreferredPorts: false,
      env: { ...env, ...more },
      ...(out && { out }),
      signal,
    });
    const database = createPool({ uri: platform.backing.databaseUrl, connectionLimit: 2 });
    this.#running = { platform, database };
  }

  get platform(): RunningPlatform {
    return this.#opened().platform;
  }

  get gatewayUrl(): string {
    return this.platform.service('gateway').url;
  }

  get signal(): AbortSignal | undefined {
    return this.#options.signal;
  }

  /** The full size of something, or what is enough to see that it works. */
  size<Size>(full: Size, smoke: Size): Size {
    return this.isQuick ? smoke : full;
  }

  /** Ends the platform and starts it again on the same data. Returns how long the start took, in ms. */
  async restart(): Promise<number> {
    await this.close();
    const startedMs = performance.now();
    await this.open();
    return performance.now() - startedMs;
  }

  /** Asks any schema, as root; write it before the table: `genkan_audit.records`. */
  async query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const [rows] = await this.#opened().database.query<(Row & RowDataPacket)[]>(sql, values);
    return rows;
  }

  /** Waits until everything that was committed is published and stored by audit. Returns how long that took, in ms. */
  async settle(): Promise<number> {
    const startedMs = performance.now();
    const behind = serviceNames
      .map(
        (name) => `SELECT 1 FROM \`genkan_${name}\`.outbox WHERE published_at IS NULL
        UNION SELECT 1 FROM \`genkan_${name}\`.relay_state WHERE last_sequence >
          (SELECT COUNT(*) FROM genkan_audit.records WHERE source = '${sourceOf(name)}' AND sequence IS NOT NULL)`,
      )
      .join(' UNION ');
    await waitUntil(async () => (await this.query(behind)).length === 0, {
      what: 'audit to have everything',
      timeoutMs: SETTLE_MS,
      signal: this.signal,
    });
    return performance.now() - startedMs;
  }

  /** Processor time of every process of the platform from now on, by name. */
  meter(): () => Record<string, number> {
    const { backing, description } = this.platform;
    const services = Object.entries(description.services).map(([name, { pid }]) => [name, pid] as const);
    const backings = [
      ['mariadb', backing.mariadb?.pid ?? 0],
      ['kafka', backing.kafka?.pid ?? 0],
    ] as const;
    return cpuMeter(Object.fromEntries([...services, ...backings]));
  }

  /** Ends the platform, if it runs. */
  async close(): Promise<void> {
    await this.#running?.database.end();
    await this.#running?.platform.stop();
    this.#running = undefined;
  }

  #opened() {
    if (!this.#running) throw new Error('no platform was started');
    return this.#running;
  }
}
