import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The labels of a metric with all values that each can take. They come from code or contracts, never from a request, so the
 * number of series is known when the process starts. A value outside its set is counted as `other`.
 */
export type ClosedLabels = Readonly<Record<string, readonly string[]>>;

/** One value for each label, out of its set. */
export type LabelValues<L extends ClosedLabels> = { readonly [K in keyof L]: L[K][number] };

/** What every metric is made of. */
export interface MetricFacts<L extends ClosedLabels> {
  /** Snake case with its unit last, such as `genkan_outbox_oldest_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels: L;
}

/** The metrics of one service, in a registry of their own. */
export interface Metrics {
  /** Something that only grows; name it `…_total`. */
  counter<const L extends ClosedLabels>(facts: MetricFacts<L>): { add(labels: LabelValues<L>, amount?: number): void };
  /** Something that goes up and down, set when it changes. */
  gauge<const L extends ClosedLabels>(facts: MetricFacts<L>): { set(labels: LabelValues<L>, value: number): void };
  /** Something that is read when the metrics are: the size of a pool, the age of the oldest row. */
  observed(facts: { name: string; help: string; read: () => number | Promise<number> }): void;
  /** A distribution, mostly of durations in seconds; `buckets` are upper limits. */
  histogram<const L extends ClosedLabels>(
    facts: MetricFacts<L> & { buckets: readonly number[] },
  ): { observe(labels: LabelValues<L>, value: number): void };
  /** Everything in the Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Buckets in seconds for answers of a service: 1 ms to 10 s, the gateway's deadline. */
export const ANSWER_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

const OTHER = 'other';

/** Metrics of a service; `process` adds those of Node (CPU, memory, event loop), which is what a running service wants. */
export function createMetrics(options: { service: string; process?: boolean }): Metrics {
  const register = new Registry();
  register.setDefaultLabels({ service: options.service });
  if (options.process ?? true) collectDefaultMetrics({ register });
  const base = <L extends ClosedLabels>({ name, help, labels }: MetricFacts<L>) => ({
    name,
    help,
    labelNames: Object.keys(labels),
    registers: [register],
  });
  return {
    counter(facts) {
      const counter = new Counter(base(facts));
      return { add: (labels, amount = 1) => counter.inc(closed(facts.labels, labels), amount) };
    },
    gauge(facts) {
      const gauge = new Gauge(base(facts));
      return { set: (labels, value) => gauge.set(closed(facts.labels, labels), value) };
    },
    observed({ name, help, read }) {
      new Gauge({
        name,
        help,
        registers: [register],
        async collect() {
          this.set(await read());
        },
      });
    },
    histogram(facts) {
      const histogram = new Histogram({ ...base(facts), buckets: [...facts.buckets] });
      return { observe: (labels, value) => histogram.observe(closed(facts.labels, labels), value) };
    },
    text: () => register.metrics(),
    contentType: register.contentType,
  };
}

/** The type promises the values; this holds the promise also for sets that are only known at start. */
function closed<L extends ClosedLabels>(sets: L, values: LabelValues<L>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sets).map(([label, set]) => {
      const value = values[label] ?? OTHER;
      return [label, set.includes(value) ? value : OTHER];
    }),
  );
}
