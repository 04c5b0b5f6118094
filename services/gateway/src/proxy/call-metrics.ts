import type { EndpointContract } from '@genkan/contracts/endpoint';
import { ANSWER_SECONDS, type Metrics } from '@genkan/observability/metrics';

export interface CallMetrics {
  answered(endpoint: EndpointContract | null, status: number, durationMs: number): void;
}

const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** Durations by endpoint and class of status; calls without an endpoint count as `other`. */
export function createCallMetrics(metrics: Metrics, endpoints: readonly EndpointContract[]): CallMetrics {
  const names: readonly string[] = endpoints.map(({ name }) => name);
  const answers = metrics.histogram({
    name: 'genkan_gateway_answer_seconds',
    help: 'From the request to its answer, with its recording',
    labels: { endpoint: names, status: CLASSES },
    buckets: ANSWER_SECONDS,
  });
  return {
    answered(endpoint, status, durationMs) {
      const statusClass = CLASSES[Math.floor(status / 100) - 1] ?? '5xx';
      answers.observe({ endpoint: endpoint?.name ?? 'other', status: statusClass }, durationMs / 1_000);
    },
  };
}
