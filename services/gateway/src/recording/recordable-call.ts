import type { FieldValues } from '@genkan/contracts/activity';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import type { Caller } from '../credentials/compose-credentials.js';
import { redact } from './redact.js';

/** What the gateway knows of a call when it records it. */
export interface RecordableCall {
  readonly requestId: string;
  readonly method: string;
  /** Without the query; whatever the client sent. */
  readonly path: string;
  readonly query: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly traceparent: string;
  readonly endpoint: EndpointContract | null;
  readonly params: Readonly<Record<string, string>>;
  /** The bytes that were read, also when they are no JSON. */
  readonly body: Buffer | null;
  readonly caller: Caller;
  readonly decisionId: string | null;
}

/** How it was answered. `code` is the problem's. */
export interface Outcome {
  readonly status: number;
  readonly code: string | null;
  readonly durationMs: number;
}

/** The request by parts, redacted by field class; null when nothing of it may be kept. */
export function redactedRequest({ endpoint, params, query, body }: RecordableCall): FieldValues | null {
  if (!endpoint) return null;
  const { request } = endpoint;
  const parts = {
    params: redact(request.params, params),
    query: redact(request.query, Object.fromEntries(new URLSearchParams(query))),
    body: redact(request.body, body && json(body)),
  };
  const filled = Object.entries(parts).filter(([, part]) => part && Object.keys(part).length > 0);
  return filled.length > 0 ? Object.fromEntries(filled) : null;
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return null;
  }
}
