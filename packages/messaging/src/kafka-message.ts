import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { BusMessage } from './bus.js';

/** A message as this package knows it. Offsets exceed what a number holds. */
export function toBusMessage(topic: string, partition: number, message: KafkaMessage): BusMessage {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key,
    headers: toTexts(message.headers ?? {}),
    value: message.value ?? Buffer.alloc(0),
  };
}

/** Of a header that was sent twice the last one counts; one without a value is empty. */
function toTexts(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String((Array.isArray(value) ? value.at(-1) : value) ?? '')]),
  );
}
