import { describe, expect, it } from '@jest/globals';
import { ANSWER_SECONDS, createMetrics } from './metrics.js';

describe('metrics', () => {
  it('counts, sets, observes and reads, with the service as a label', async () => {
    const metrics = createMetrics({ service: 'identity', process: false });
    const calls = metrics.counter({ name: 'genkan_calls_total', help: 'Calls', labels: { outcome: ['ok', 'failed'] } });
    const lag = metrics.gauge({ name: 'genkan_lag', help: 'Lag', labels: {} });
    const answers = metrics.histogram({
      name: 'genkan_answer_seconds',
      help: 'Answers',
      labels: {},
      buckets: ANSWER_SECONDS,
    });
    metrics.observed({ name: 'genkan_pool_busy', help: 'Busy', read: async () => 3 });
    calls.add({ outcome: 'ok' });
    calls.add({ outcome: 'ok' }, 2);
    lag.set({}, 7);
    answers.observe({}, 0.02);
    const text = await metrics.text();
    expect(text).toContain('genkan_calls_total{outcome="ok",service="identity"} 3');
    expect(text).toContain('genkan_lag{service="identity"} 7');
    expect(text).toContain('genkan_pool_busy{service="identity"} 3');
    expect(text).toContain('genkan_answer_seconds_bucket{le="0.025",service="identity"} 1');
    expect(text).toContain('genkan_answer_seconds_bucket{le="0.01",service="identity"} 0');
    expect(metrics.contentType).toContain('text/plain');
  });

  it('makes one more series, not thousands, of values outside a label set', async () => {
    const metrics = createMetrics({ service: 'gateway', process: false });
    const endpoints: readonly string[] = ['startSession'];
    const calls = metrics.counter({ name: 'genkan_calls_total', help: 'Calls', labels: { endpoint: endpoints } });
    for (let n = 0; n < 1_000; n += 1) calls.add({ endpoint: `/users/${n}"} 1\ninjected` });
    const series = (await metrics.text()).split('\n').filter((line) => line.startsWith('genkan_calls_total'));
    expect(series).toEqual(['genkan_calls_total{endpoint="other",service="gateway"} 1000']);
  });

  it('has a registry for each service', async () => {
    const [one, two] = ['one', 'two'].map((service) => createMetrics({ service, process: false }));
    one?.counter({ name: 'genkan_same_total', help: 'Same', labels: {} }).add({});
    expect(await one?.text()).toContain('genkan_same_total{service="one"} 1');
    expect(await two?.text()).not.toContain('genkan_same_total');
  });

  it('adds the metrics of the process unless told not to', async () => {
    expect(await createMetrics({ service: 'audit' }).text()).toMatch(/process_cpu_seconds_total|nodejs_eventloop_lag/);
  });

  it('refuses label values outside the set when it compiles', () => {
    const calls = createMetrics({ service: 's', process: false }).counter({
      name: 'genkan_closed_total',
      help: 'Closed',
      labels: { outcome: ['ok', 'failed'] },
    });
    type Outcome = Parameters<typeof calls.add>[0]['outcome'];
    const isClosed: Outcome extends 'ok' | 'failed' ? true : false = true;
    expect(isClosed).toBe(true);
  });
});
