/** What a workspace may import: what its package.json names as `dependencies`, no more and no less. */
export interface Workspace {
  /** Of ours, by folder. Only what stands above it in the table. */
  readonly ours: readonly string[];
  /** Of others; where nothing stands here package.json alone says it. */
  readonly libraries?: readonly string[];
  /** Those of `libraries` that it knows the types of, and nothing that runs. */
  readonly typesOnly?: readonly string[];
  /** Modules of Node; where nothing stands here it may import any. */
  readonly node?: readonly string[];
}

/** The folders of the frame, which every service imports. */
const frame = [
  'packages/contracts',
  'packages/config',
  'packages/observability',
  'packages/call',
  'packages/persistence',
  'packages/messaging',
  'packages/http-kit',
  'packages/service-kit',
];

/** Who may import whom, from the inside out; `packages/client` and `services/portal` are to come. */
export const workspaces: Readonly<Record<string, Workspace>> = {
  'packages/contracts': { ours: [], libraries: ['zod'], node: [] },
  'packages/policy': { ours: ['packages/contracts'], libraries: [], node: [] },
  'packages/client': { ours: ['packages/contracts'], libraries: [], node: [] },
  'packages/config': { ours: [], libraries: ['uuid', 'zod'] },
  'packages/credentials': { ours: [], libraries: ['@node-rs/argon2', 'zod'] },
  'packages/observability': { ours: [], libraries: ['pino', 'prom-client'] },
  'packages/kafka-client': { ours: [], libraries: ['kafkajs'] },
  'packages/call': {
    ours: ['packages/config', 'packages/contracts', 'packages/observability'],
    libraries: ['ipaddr.js', 'typeorm', 'zod'],
    typesOnly: ['typeorm'],
    node: ['node:crypto'],
  },
  'packages/persistence': {
    ours: ['packages/config', 'packages/observability'],
    libraries: ['mysql2', 'typeorm', 'zod'],
  },
  'packages/messaging': {
    ours: [
      'packages/call',
      'packages/config',
      'packages/contracts',
      'packages/kafka-client',
      'packages/observability',
      'packages/persistence',
    ],
    libraries: ['kafkajs', 'typeorm', 'zod'],
    typesOnly: ['kafkajs'],
  },
  'packages/http-kit': {
    ours: ['packages/call', 'packages/config', 'packages/contracts', 'packages/observability'],
    libraries: ['express', 'zod'],
  },
  'packages/service-kit': {
    ours: frame.slice(0, -1),
    libraries: ['express', 'typeorm', 'zod'],
    typesOnly: ['express', 'typeorm'],
  },
  'packages/testing': {
    ours: ['packages/call', 'packages/config', 'packages/contracts', 'packages/credentials', 'packages/persistence'],
    libraries: ['mysql2', 'typeorm'],
    typesOnly: ['typeorm'],
  },
  'services/audit': { ours: frame },
  'services/gateway': { ours: frame },
  'services/identity': { ours: [...frame, 'packages/credentials'] },
  'services/verification': { ours: [...frame, 'packages/credentials'] },
  'services/portal': { ours: ['packages/client', 'packages/contracts', 'packages/policy'], node: [] },
  'infra/architecture': { ours: [], libraries: ['@babel/parser'] },
  'infra/local': { ours: ['packages/kafka-client'] },
  'infra/sandbox': { ours: ['packages/config', 'packages/observability'] },
  'infra/journeys': { ours: ['infra/local', 'packages/contracts'] },
  'infra/docker': { ours: ['infra/local', 'packages/config'] },
  'infra/bench': {
    ours: [
      'infra/local',
      'packages/contracts',
      'packages/kafka-client',
      'packages/policy',
      'packages/service-kit',
      'services/gateway',
    ],
  },
};
