import { setMaxListeners } from 'node:events';
import type { Logger } from '@genkan/observability/logger';
import type { Bus, BusConsumer, BusMessage, ConsumeOptions, OutgoingMessage, Topics } from './bus.js';
import { handleInBatches } from './handle-batches.js';
import { createPauseSwitch } from './pause-switch.js';

interface Partition {
  readonly messages: BusMessage[];
  /** By group: how many are done. */
  readonly done: Map<string, number>;
  /** By group: who is at it. */
  readonly owner: Map<string, Member>;
}

interface Member {
  readonly topics: Topics;
  /** Partitions of which it has had its first batch. */
  readonly begun: Set<Partition>;
  /** Replaced at each change of the group. */
  assignment: AbortController;
}

/**
 * A bus within one process, for component tests: partitions, groups, offsets and redelivery as Kafka has them. A topic
 * comes into being with its first message.
 */
export function createInMemoryBus({ logger, partitions = 12 }: { logger: Logger; partitions?: number }): Bus {
  const topics = new Map<string, readonly Partition[]>();
  const groups = new Map<string, Set<Member>>();
  const changes = new EventTarget();
  setMaxListeners(0, changes);
  const changed = () => changes.dispatchEvent(new Event('change'));

  function topic(name: string): readonly Partition[] {
    const known = topics.get(name);
    if (known) return known;
    const created = Array.from({ length: partitions }, () => ({ messages: [], done: new Map(), owner: new Map() }));
    topics.set(name, created);
    return created;
  }

  function append(name: string, { key, headers, value }: OutgoingMessage): void {
    const all = topic(name);
    const partition = hash(key) % all.length;
    const messages = all[partition]?.messages ?? [];
    messages.push({
      topic: name,
      partition,
      offset: BigInt(messages.length),
      key: Buffer.from(key),
      headers,
      value: Buffer.from(value),
    });
  }

  function regroup(group: string, change: (members: Set<Member>) => void): void {
    const members = groups.get(group) ?? new Set();
    groups.set(group, members);
    change(members);
    for (const member of members) {
      member.assignment.abort();
      member.assignment = new AbortController();
      member.begun.clear();
    }
    changed();
  }

  /** Partitions of this member that have messages and that no handler is at work on. */
  function assigned(group: string, member: Member): Partition[] {
    const members = [...(groups.get(group) ?? [])];
    const wanted = [...topics].filter(([name]) => matches(member.topics, name)).flatMap(([, all]) => all);
    return wanted.filter(
      (partition, index) =>
        members[index % members.length] === member &&
        !partition.owner.has(group) &&
        (partition.done.get(group) ?? 0) < partition.messages.length,
    );
  }

  function consume(options: ConsumeOptions): BusConsumer {
    const { group } = options;
    const pauseSwitch = createPauseSwitch();
    const stopping = new AbortController();
    const member: Member = { topics: options.topics, begun: new Set(), assignment: new AbortController() };
    let running: Promise<void> = Promise.resolve();

    async function handle(partition: Partition): Promise<void> {
      const { signal } = member.assignment;
      const isFirst = !member.begun.has(partition);
      partition.owner.set(group, member);
      const commit = async (done: readonly BusMessage[]) =>
        void partition.done.set(group, Number(done.at(-1)?.offset ?? -1) + 1);
      const messages = partition.messages.slice(partition.done.get(group) ?? 0);
      await handleInBatches(messages, { signal, isFirst }, { options, pauseSwitch, commit, logger });
      if (!signal.aborted) member.begun.add(partition);
      partition.owner.delete(group);
      changed();
    }

    async function run(): Promise<void> {
      while (!stopping.signal.aborted) {
        const [partition] = assigned(group, member);
        if (partition) await handle(partition);
        else await nextChange(changes, stopping.signal);
      }
    }

    return {
      start() {
        regroup(group, (members) => members.add(member));
        running = run();
      },
      pause: () => pauseSwitch.pause(),
      resume: () => pauseSwitch.resume(),
      async stop() {
        stopping.abort();
        member.assignment.abort();
        await running;
        regroup(group, (members) => members.delete(member));
      },
    };
  }

  return {
    publisher: () => ({
      async publish(name, messages) {
        for (const message of messages) append(name, message);
        changed();
      },
      async close() {},
    }),
    consume,
    async lag(group, name) {
      const partitions = topics.get(name) ?? [];
      const waiting = partitions.map(({ messages, done }) => messages.length - (done.get(group) ?? 0));
      return BigInt(waiting.reduce((sum, count) => sum + count, 0));
    },
  };
}

function matches(topics: Topics, name: string): boolean {
  return 'prefix' in topics ? name.startsWith(topics.prefix) : topics.names.includes(name);
}

function hash(key: string): number {
  let sum = 0;
  for (const byte of Buffer.from(key)) sum = (sum * 31 + byte) >>> 0;
  return sum;
}

function nextChange(changes: EventTarget, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      changes.removeEventListener('change', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    changes.addEventListener('change', end);
    signal.addEventListener('abort', end);
  });
}
