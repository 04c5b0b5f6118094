import type { RequestListener } from 'node:http';
import { ConfigError } from '@genkan/config/config-error';
import { createLogger, type Logger } from '@genkan/observability/logger';
import { type Listening, listen } from './listen.js';

/** A composed service. */
export interface Running {
  readonly app: RequestListener;
  readonly port: number;
  readonly host?: string | undefined;
  readonly logger: Logger;
  /** Ends everything that `compose` started; called when no request is under way any more. */
  close(): Promise<void>;
}

/** Longer than requests get to end; then whoever waits for the process would kill it anyway. */
const STOP_WITHIN_MS = 20_000;

/**
 * The life of a process: start, listen, and on SIGTERM or SIGINT drain, close, exit with 0. A second signal exits at once.
 * Problems of the environment are printed once, without a stack; those and everything else that stops the start, and errors
 * that nobody caught, exit with 1.
 */
export async function runService(name: string, start: () => Promise<Running>): Promise<void> {
  let logger = createLogger({ service: name });
  const die = (error: unknown, message: string): never => {
    if (error instanceof ConfigError) process.stderr.write(`${name}: ${error.message}\n`);
    else logger.fatal({ err: error }, message);
    process.exit(1);
  };
  process.on('unhandledRejection', (reason) => die(reason, 'unhandled rejection'));
  process.on('uncaughtException', (error) => die(error, 'uncaught exception'));

  try {
    const running = await start();
    logger = running.logger;
    const listening = await listen(running.app, running);
    stopOnSignal(running, listening, die);
  } catch (error) {
    die(error, 'the service could not start');
  }
}

function stopOnSignal(
  { logger, close }: Running,
  { drain }: Listening,
  die: (error: unknown, message: string) => never,
): void {
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(
      () => die(new Error(`not stopped after ${STOP_WITHIN_MS} ms`), 'the stop took too long'),
      STOP_WITHIN_MS,
    ).unref();
    await drain();
    await close();
    logger.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void stop(signal).catch((error) => die(error, 'the service did not stop in order')));
  }
}
