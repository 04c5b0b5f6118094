import type { Metrics } from '@genkan/observability/metrics';
import type { Express } from 'express';

export interface Health {
  /** What the service cannot work without, by name, and whether it is there. A throw counts as "no". */
  ready(): Promise<Readonly<Record<string, boolean>>>;
}

const READY_WITHIN_MS = 2_000;

/** `/health/live`, `/health/ready` (503 unless everything is there) and `/metrics`, for the platform, without a token. */
export function mountHealth(app: Express, { health, metrics }: { health: Health; metrics: Metrics }): void {
  app.get('/health/live', (_req, res) => {
    res.json({ live: true });
  });
  app.get('/health/ready', async (_req, res) => {
    const checks = await inTime(health);
    const ready = Object.values(checks).every(Boolean);
    res.status(ready ? 200 : 503).json({ ready, checks });
  });
  app.get('/metrics', async (_req, res) => {
    res.set('content-type', metrics.contentType).end(await metrics.text());
  });
}

async function inTime(health: Health): Promise<Readonly<Record<string, boolean>>> {
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
