import type { Catalog } from './catalog.js';
import { type EndpointContract, isPublic } from './endpoint.js';
import type { EventContract } from './event.js';

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
const code = (text: string) => `\`${text}\``;

/** Markdown: who publishes what, because of which call, and who handles it. Generated into docs/event-map.md. */
export function eventMap({ endpoints, events }: Catalog): string {
  const causes = (event: EventContract) =>
    endpoints.filter((endpoint) => endpoint.emits.includes(event)).map((endpoint) => code(endpoint.name));
  const callers = (endpoint: EndpointContract) => endpoint.auth.join(', ');
  return [
    '# Event map',
    '',
    'Generated from the contracts by `npm run generate`; a test compares it. Audit consumes every event.',
    '',
    '## Events',
    '',
    row('event', 'kind', 'action in the audit', 'caused by', 'handled by'),
    row('---', '---', '---', '---', '---'),
    ...events.map((event) =>
      row(
        code(event.type),
        event.kind,
        event.action,
        causes(event).join(', ') || 'work in the background',
        ['audit', ...(event.consumedBy ?? [])].join(', '),
      ),
    ),
    '',
    '## Endpoints',
    '',
    'Below `/api/v1`. Without an event of their own, and when they fail, calls are recorded by the gateway as `api.called`.',
    '',
    row('endpoint', 'answered by', 'callers', 'action', 'gate', 'recorded', 'events'),
    row('---', '---', '---', '---', '---', '---', '---'),
    ...endpoints
      .filter(isPublic)
      .map((endpoint) =>
        row(
          code(`${endpoint.method} ${endpoint.path}`),
          endpoint.service,
          callers(endpoint),
          endpoint.action,
          endpoint.gate,
          endpoint.audit,
          endpoint.emits.map((event) => code(event.name)).join(', ') || '–',
        ),
      ),
    '',
  ].join('\n');
}
