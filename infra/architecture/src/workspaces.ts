/** What a workspace imports: its package.json names these as `dependencies`, no more and no less. */
export interface Workspace {
  /** Of ours: `call` for `@genkan/call`. Only what stands above it in the table, but for the services. */
  readonly ours: readonly string[];
  /** Of others; where nothing stands here package.json alone says it. */
  readonly libraries?: readonly string[];
  /** Those of `libraries` that it knows the types of, and nothing that runs. */
  readonly typesOnly?: readonly string[];
  /** Modules of Node; where nothing stands here it may import any. */
  readonly node?: readonly string[];
}

/** Which workspace may import which, from the inside out; `packages/client` and `services/portal` are to come. */
export const workspaces: Readonly<Record<string, Workspace>> = {
  'packages/contracts': { ours: [], libraries: ['zod'], node: [] },
  'packages/policy': { ours: ['contracts'], libraries: [], node: [] },
  'packages/client': { ours: ['contracts'], libraries: [], node: [] },
  'packages/config': { ours: [], libraries: ['uuid', 'zod'] },
  'packages/credentials': { ours: [], libraries: ['@node-rs/argon2', 'zod'] },
  'packages/observability': { ours: [], libraries: ['pino', 'prom-client'] },
  'packages/kafka-client': { ours: [], libraries: ['kafkajs'] },
  'packages/call': {
    ours: ['config', 'contracts', 'observability'],
    libraries: ['ipaddr.js', 'typeorm', 'zod'],
    typesOnly: ['typeorm'],
    node: ['node:crypto'],
  },
  'packages/persistence': {
    ours: ['config', 'observability'],
    libraries: ['mysql2', 'typeorm', 'zod'],
  },
  'packages/messaging': {
    ours: ['call', 'config', 'contracts', 'kafka-client', 'observability', 'persistence'],
    libraries: ['kafkajs', 'typeorm', 'zod'],
    typesOnly: ['kafkajs'],
  },
  'packages/http-kit': {
    ours: ['call', 'config', 'contracts', 'observability'],
    libraries: ['express', 'zod'],
  },
  'packages/service-kit': {
    ours: ['call', 'config', 'contracts', 'http-kit', 'messaging', 'observability', 'persistence'],
    libraries: ['express', 'typeorm', 'zod'],
    typesOnly: ['express', 'typeorm'],
  },
  'packages/testing': {
    ours: ['call', 'config', 'contracts', 'credentials', 'persistence'],
    libraries: ['mysql2', 'typeorm'],
    typesOnly: ['typeorm'],
  },
  'services/portal': { ours: ['client', 'contracts', 'policy'], node: [] },
  'infra/architecture': { ours: [], libraries: ['@babel/parser'] },
  'infra/local': { ours: ['contracts', 'kafka-client'] },
  'infra/sandbox': { ours: ['config', 'observability'] },
  'infra/journeys': { ours: ['local', 'contracts'] },
  'infra/docker': { ours: ['local', 'config'] },
  'infra/scaffold': { ours: ['local'] },
  'infra/bench': {
    ours: ['local', 'contracts', 'kafka-client', 'policy', 'service-kit', 'gateway'],
  },
};

/** A service imports what it needs of these; of other services nothing. */
export const everyService: Workspace = {
  ours: [
    'call',
    'config',
    'contracts',
    'credentials',
    'http-kit',
    'messaging',
    'observability',
    'persistence',
    'policy',
    'service-kit',
  ],
};
