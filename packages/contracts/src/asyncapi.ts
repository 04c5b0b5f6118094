import type { Catalog } from './catalog.js';
import { numberedEnvelope } from './envelope.js';
import { type EventContract, eventData, topicOf } from './event.js';
import { DocumentSchemas, type Json } from './json-schema.js';

/** The AsyncAPI 3 document of every event on every topic. */
export function asyncApiDocument(catalog: Catalog): Json {
  const services = [...new Set(catalog.events.map((event) => event.service))];
  const schemas = new DocumentSchemas();
  const messages = Object.fromEntries(catalog.events.map((event) => [event.type, message(event, schemas)]));
  const of = (service: string) => catalog.events.filter((event) => event.service === service);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Genkan events',
      version: '1',
      description:
        'CloudEvents 1.0 in Kafka binary mode: attributes as headers `ce_*`, JSON data as value. Key: account number, else draft id, else event id. 12 partitions a topic.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      services.map((service) => [
        service,
        {
          address: topicOf(service),
          messages: Object.fromEntries(
            of(service).map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]),
          ),
          bindings: { kafka: { topic: topicOf(service), partitions: 12, bindingVersion: '0.5.0' } },
        },
      ]),
    ),
    operations: Object.fromEntries(
      services.map((service) => [
        `${service}Publishes`,
        { action: 'send', channel: { $ref: `#/channels/${service}` }, summary: `What ${service} tells.` },
      ]),
    ),
    components: { messages, schemas: schemas.components },
  };
}

const message = (event: EventContract, schemas: DocumentSchemas): Json => ({
  name: event.type,
  title: event.name,
  summary: event.description,
  headers: schemas.of(numberedEnvelope),
  payload: schemas.of(eventData(event)),
  'x-action': event.action,
  'x-resource': event.resource,
  'x-kind': event.kind,
});
