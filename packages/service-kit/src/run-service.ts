import type { RequestListener } from 'node:http';
import { type Clock, clockFromEnv } from '@genkan/config/clock';
import { ConfigError } from '@genkan/config/config-error';
import { type Environment, loadConfig } from '@genkan/config/load-config';
import { listen } from '@genkan/http-kit/listen';
import { createLogger, type Logger } from '@genkan/observability/logger';
import type { z } from 'zod';

/** What a process runs: a `Service`, as `compose` makes it. */
export interface Runnable {
  readonly app: RequestListener;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface ServiceProgram<Variables extends z.ZodObject> {
  readonly service: string;
  /** Schema of the service's environment variables. */
  readonly environment: Variables;
  readonly env: Environment;
  readonly compose: (config: z.output<Variables>, clock: Clock) => Promise<Runnable>;
}

/** Longer than requests get to end; after it the system that runs the process would kill it anyway. */
const STOP_WITHIN_MS = 20_000;

/**
 * The life of a process: read the environment, compose, start, listen, and on SIGTERM or SIGINT drain, close, exit with 0. A second
 * signal exits at once. Problems of the environment are printed once, without a stack; those and everything else that stops the
 * start, and errors that nobody caught, exit with 1.
 */
export async function runService<Variables extends z.ZodObject>(program: ServiceProgram<Variables>): Promise<void> {
  const { service, environment, env, compose } = program;
  let logger = createLogger({ service });
  const die = (error: unknown, message: string): never => {
    if (error instanceof ConfigError) process.stderr.write(`${service}: ${error.message}\n`);
    else logger.fatal({ err: error }, message);
    process.exit(1);
  };
  process.on('unhandledRejection', (reason) => die(reason, 'unhandled rejection'));
  process.on('uncaughtException', (error) => die(error, 'uncaught exception'));

  /** Ends what has begun so far: a signal may come at any moment of the start. */
  let end = async (): Promise<void> => {};
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');
    const late = new Error(`not stopped after ${STOP_WITHIN_MS} ms`);
    setTimeout(() => die(late, 'the stop took too long'), STOP_WITHIN_MS).unref();
    await end();
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void stop(signal).catch((error) => die(error, 'the service did not stop in order')));
  }

  try {
    const running = await compose(loadConfig(environment, env), clockFromEnv(env));
    logger = running.logger;
    end = running.close;
    await running.start();
    const { drain } = await listen(running.app, running);
    end = () => drain().then(running.close);
  } catch (error) {
    die(error, 'the service could not start');
  }
}
