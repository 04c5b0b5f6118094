import type { EndpointContract } from '@genkan/contracts/endpoint';
import { ANSWER_SECONDS, type Metrics } from '@genkan/observability/metrics';

/** Counts an answer: its endpoint, its status class, how long it took. */
export type ObserveAnswer = (endpoint: string, status: number, seconds: number) => void;

const STATUSES = ['2xx', '3xx', '4xx', '5xx'] as const;

/** The histogram that dashboards read; its labels are the endpoints of the contract, nothing of the request. */
export function observeAnswers(metrics: Metrics, endpoints: readonly EndpointContract[]): ObserveAnswer {
  const histogram = metrics.histogram({
    name: 'genkan_answer_seconds',
    help: 'Time from the request to its answer',
    labels: { endpoint: endpoints.map(({ name }) => name), status: STATUSES },
    buckets: ANSWER_SECONDS,
  });
  return (endpoint, status, seconds) =>
    histogram.observe({ endpoint, status: STATUSES[Math.floor(status / 100) - 2] ?? '5xx' }, seconds);
}
