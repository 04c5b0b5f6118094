import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { text } from './env.js';
import { type Environment, loadConfig } from './load-config.js';
import { developmentOnly } from './variable.js';

/** The source of "now". Injected everywhere, so that tests and the demo can travel in time. */
export interface Clock {
  now(): Date;
}

const RE_READ_AFTER_MS = 1_000;

/** The machine's clock. */
export function systemClock(): Clock {
  return { now: () => new Date() };
}

/**
 * The machine's clock plus the offset in milliseconds that a file holds (a missing file is 0). The file is read again when a
 * second has passed since; a text that is no whole number keeps the last offset, because its writer may be half-way.
 */
export function fileClock(path: string, systemNowMs: () => number = Date.now): Clock {
  let offsetMs = 0;
  let readAtMs = Number.NEGATIVE_INFINITY;
  return {
    now() {
      const nowMs = systemNowMs();
      if (nowMs - readAtMs >= RE_READ_AFTER_MS) {
        readAtMs = nowMs;
        offsetMs = readOffset(path) ?? offsetMs;
      }
      return new Date(nowMs + offsetMs);
    },
  };
}

/** The variable that `clockFromEnv` reads; spread it into a service's schema so that its README lists it. */
export const clockVariables = {
  CLOCK_FILE: developmentOnly(text().optional()).describe(
    'File with an offset in ms that is added to the clock; refused in production',
  ),
};

/** The file clock when CLOCK_FILE is set, else the machine's. Throws `ConfigError` when it is set in production. */
export function clockFromEnv(environment: Environment, options: { production?: boolean } = {}): Clock {
  const { CLOCK_FILE } = loadConfig(z.object(clockVariables), environment, options);
  return CLOCK_FILE ? fileClock(CLOCK_FILE) : systemClock();
}

function readOffset(path: string): number | undefined {
  try {
    const content = readFileSync(path, 'utf8').trim();
    return /^-?\d{1,13}$/.test(content) ? Number(content) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
