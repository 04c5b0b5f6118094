/** A message on its way out. Its headers travel as UTF-8. */
export interface OutgoingMessage {
  /** Messages of one key arrive in the order in which they were sent. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** A message as it arrived: bytes, because nobody has looked at it yet; headers as text, where bytes that are no UTF-8 are `\ufffd`. */
export interface BusMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
}

export interface Publisher {
  /**
   * Sends a batch in its order and returns when every replica that must have it does. It never tries again by itself:
   * after an error none, some or all of the batch may have arrived, or may arrive later.
   */
  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** What to read: topics by name, or each whose name begins so, also those that appear later. */
export type Topics = { readonly names: readonly string[] } | { readonly prefix: string };

/** The circumstances of one batch. */
export interface BatchContext {
  /** Aborts when the partition is about to be taken away or the consumer stops: finish the message at hand and return. */
  readonly signal: AbortSignal;
  /**
   * Whether these are the first messages since their partition came to this process: its last owner may have died of them. They
   * are of one partition, and their offset is stored at once.
   */
  readonly isFirst: boolean;
}

/**
 * Gets messages, those of one partition in their order, and returns how many of them, from the first on, are done: their
 * offsets are stored within a second, the rest comes again. An error counts as none.
 */
export type OnMessages = (messages: readonly BusMessage[], batch: BatchContext) => Promise<number>;

export interface ConsumeOptions {
  /** Those of one group share the partitions, each message goes to one of them. A new group begins at the beginning. */
  readonly group: string;
  readonly topics: Topics;
  /** Most messages of one batch; 100 unless told. */
  readonly maxBatch?: number;
  readonly onMessages: OnMessages;
}

export interface BusConsumer {
  /** Begins in the background and goes on until `stop`, whatever happens to brokers. */
  start(): void;
  /** When it resolves no batch is under way, and none begins before `resume`. */
  pause(): Promise<void>;
  resume(): void;
  /** Waits for the batch under way; its offset is stored. */
  stop(): Promise<void>;
}

/** At least once, in order per key, from the beginning. One suite holds for every implementation. */
export interface Bus {
  publisher(): Publisher;
  consume(options: ConsumeOptions): BusConsumer;
  /**
   * How many messages of a topic a group has not finished. A partition of which the group never finished anything counts whole.
   *
   * @throws Error when the brokers cannot be asked
   */
  lag(group: string, topic: string): Promise<bigint>;
}
