import { type DestinationStream, destination, type Logger as Pino, pino, stdTimeFunctions } from 'pino';
import { loggableFields } from './loggable.js';
import { currentTrace } from './trace-context.js';

/** The levels, as configuration offers them. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How bad it is; `silent` writes nothing. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Writes one line: a constant message, and what varies as fields (an error alone, or as the field `err`). */
export type WriteLog = {
  (message: string): void;
  (fields: Readonly<Record<string, unknown>> | Error, message: string): void;
};

/** A structured logger. Fields with sensitive names are redacted at any depth. */
export interface Logger {
  readonly debug: WriteLog;
  readonly info: WriteLog;
  readonly warn: WriteLog;
  readonly error: WriteLog;
  readonly fatal: WriteLog;
  /** A logger that adds these fields to every line. */
  child(fields: Readonly<Record<string, unknown>>): Logger;
}

/** Characters that JSON does not escape but a terminal or a viewer obeys: DEL, C1 controls, line separators, direction marks. */
const OBEYED = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A logger that writes one JSON object a line, to standard output unless told. Each line has level, time (ISO 8601, UTC),
 * service, message (`msg`) and, inside `runInTrace`, requestId, correlationId, traceId and spanId.
 */
export function createLogger(options: { service: string; level?: LogLevel; destination?: DestinationStream }): Logger {
  const stream = options.destination ?? destination({ fd: 1, sync: true });
  const settings = {
    level: options.level ?? 'info',
    base: { service: options.service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: (fields: object) => loggableFields(fields) },
    // pino's own serializer for errors would see the loggable error and add to it.
    serializers: { err: (loggableError: unknown) => loggableError },
    mixin: traceFields,
  };
  return wrap(pino(settings, { write: (line) => stream.write(line.replace(OBEYED, escapeUnicode)) }));
}

function traceFields(): Record<string, unknown> {
  const trace = currentTrace();
  if (!trace) return {};
  const { requestId, correlationId, traceId, spanId } = trace;
  return { requestId, correlationId, traceId, spanId };
}

/** Only what `Logger` promises: pino's own `child` would not redact its fields. */
function wrap(logger: Pino): Logger {
  const write = (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal'): WriteLog => logger[level].bind(logger);
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
    child: (fields) => wrap(logger.child(loggableFields(fields))),
  };
}

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
