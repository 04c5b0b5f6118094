/** What the files of a kind may import beside files of their own service. */
export interface Zone {
  readonly name: string;
  readonly files: readonly string[];
  /** Modules that may run in it. */
  readonly values: readonly string[];
  /** Modules of which it may know the types, too. */
  readonly types: readonly string[];
}

const kernel = ['@genkan/{call,config,contracts,credentials,policy}/**', 'zod', 'node:{crypto,url,util}'];
const lists = ['i18n-iso-countries/**', 'libphonenumber-js/**'];
const anything = ['**'];

/**
 * Zones of a service, each as deep as its folders go. A file belongs to the first that names it; what is of no kind is domain or
 * use case.
 */
export const zones: readonly Zone[] = [
  { name: 'the portal', files: ['services/portal/src/**'], values: anything, types: anything },
  {
    name: 'where a process starts',
    files: ['services/*/src/{main,migrate,*-command}.ts'],
    values: anything,
    types: anything,
  },
  { name: 'adapters', files: ['services/*/src/**/*-adapter.ts'], values: anything, types: anything },
  {
    name: 'the frame of a service',
    files: ['services/*/src/*.ts'],
    values: [...kernel, '@genkan/**'],
    types: anything,
  },
  {
    name: 'the gateway, whose matter is HTTP',
    files: ['services/gateway/src/**'],
    values: [
      ...kernel,
      '@genkan/http-kit/{parse-request,problem-response,read-body,without-blanks}',
      '@genkan/messaging/event-too-large',
      '@genkan/observability/{metrics,traceparent}',
      '@genkan/persistence/duplicate-key',
      'ipaddr.js',
      'rate-limiter-flexible',
    ],
    types: ['@genkan/{messaging,observability}/**', 'node:http', 'typeorm'],
  },
  {
    name: 'migrations',
    files: ['services/*/src/migrations/**'],
    values: ['@genkan/messaging/schema', '@genkan/persistence/**'],
    types: [],
  },
  {
    name: 'tables and repositories',
    files: ['services/*/src/**/*-{table,repository}.ts'],
    values: [...kernel, ...lists, '@genkan/persistence/**', 'typeorm', 'node:{fs,path}'],
    types: ['@genkan/messaging/bus'],
  },
  {
    name: 'routes',
    files: ['services/*/src/**/routes.ts'],
    values: [...kernel, '@genkan/http-kit/binder'],
    types: [],
  },
  {
    name: 'events',
    files: ['services/*/src/**/{events,on-*}.ts'],
    values: [...kernel, '@genkan/messaging/subscription'],
    types: [],
  },
  {
    name: 'what composes a capability',
    files: ['services/*/src/**/compose-*.ts'],
    values: [...kernel, '@genkan/{messaging,persistence}/**'],
    types: anything,
  },
  {
    name: 'domain and use cases',
    files: ['services/*/src/**'],
    values: [...kernel, '@genkan/messaging/envelope-headers', '@genkan/persistence/{try-each,work-through}', ...lists],
    types: [
      '@genkan/messaging/{bus,wake-up}',
      '@genkan/observability/**',
      '@genkan/persistence/define-table',
      'typeorm',
    ],
  },
];
