import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { BusMessage } from './bus.js';

/** A message as this package knows it. Offsets exceed what a number holds. */
export function toBusMessage(topic: string, partition: number, message: KafkaMessage): BusMessage {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key,
    headers: toBytes(message.headers ?? {}),
    value: message.value ?? Buffer.alloc(0),
  };
}

/** Of a header that was sent twice the last one counts. */
function toBytes(headers: IHeaders): Record<string, Buffer> {
  const bytes: Record<string, Buffer> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) bytes[name] = Buffer.from(last);
  }
  return bytes;
}
