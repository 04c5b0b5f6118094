import type { RequestListener, ServerResponse } from 'node:http';
import type { Metrics } from '@genkan/observability/metrics';
import type { Express } from 'express';

export interface Health {
  /** What the service cannot work without, by name, and whether it is there. A throw counts as "no". */
  ready(): Promise<Readonly<Record<string, boolean>>>;
}

type Checks = Awaited<ReturnType<Health['ready']>>;

const READY_WITHIN_MS = 2_000;
/** An answer is kept for so long, because each one costs the database a statement. */
const READY_CACHED_MS = 1_000;

/** `/health/live`, `/health/ready` (503 unless everything is there) and `/metrics`, for the platform, without a token. */
export function mountHealth(app: Express, { health, metrics }: { health: Health; metrics: Metrics }): void {
  const checked = cached(health);
  app.get('/health/live', (_req, res) => sendHealth(res, true, { live: true }));
  app.get('/health/ready', async (_req, res) => {
    const checks = await checked();
    const ready = isReady(checks);
    sendHealth(res, ready, { ready, checks });
  });
  app.get('/metrics', async (_req, res) => {
    res.set('content-type', metrics.contentType).end(await metrics.text());
  });
}

/** The same two questions for a port that strangers reach: the answer does not say what is missing. */
export function publicHealth(health: Health): RequestListener {
  const checked = cached(health);
  return async (request, response) => {
    if (request.url === '/health/live') return sendHealth(response, true, { live: true });
    const ready = isReady(await checked());
    sendHealth(response, ready, { ready });
  };
}

const isReady = (checks: Checks): boolean => Object.values(checks).every(Boolean);

function sendHealth(res: ServerResponse, isWell: boolean, body: object): void {
  res.statusCode = isWell ? 200 : 503;
  res.setHeader('content-type', 'application/json; charset=utf-8');
  res.end(JSON.stringify(body));
}

/** Asks at most once a second, and for all who wait together. */
function cached(health: Health): () => Promise<Checks> {
  let askedMs = Number.NEGATIVE_INFINITY;
  let answer: Promise<Checks> | undefined;
  return () => {
    const nowMs = performance.now();
    if (answer && nowMs - askedMs < READY_CACHED_MS) return answer;
    askedMs = nowMs;
    answer = inTime(health);
    return answer;
  };
}

async function inTime(health: Health): Promise<Checks> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ answer: false }>((resolve) => {
    timer = setTimeout(() => resolve({ answer: false }), READY_WITHIN_MS);
  });
  try {
    return await Promise.race([health.ready(), late]);
  } catch {
    return { answer: false };
  } finally {
    clearTimeout(timer);
  }
}
