import { insertBefore } from './insert-before.js';

export interface NewService {
  readonly name: string;
  readonly port: number;
}

/** How the text of a file changes when a service is added. */
type Edit = (text: string, service: NewService) => string;

/** Every file outside of its folder that must know a new service, by its path below the repository's root. */
export const edits: Readonly<Record<string, Edit>> = {
  'packages/contracts/src/service-name.ts': (text, { name, port }) => {
    const key = name.includes('-') ? `'${name}'` : name;
    return insertBefore(text, '} as const;', `  ${key}: { port: ${port}, about: 'To be described.' },\n`);
  },

  'docker-compose.yml': (text, { name }) => {
    const folder = `/genkan/services/${name}/settings`;
    const container = [
      `  ${name}:`,
      '    <<: *service',
      `    build: { context: ., dockerfile: infra/docker/Dockerfile, args: { SERVICE: services/${name} } }`,
      `    volumes: ["${name}-settings:${folder}:ro"]`,
      '\n',
    ].join('\n');
    const additions = [
      ['      audit: { condition: service_healthy }\n', `      ${name}: { condition: service_healthy }\n`],
      ['  # The mails and SMS that would have been sent.\n', container],
      ['      - "sandbox-settings:/genkan/infra/sandbox/settings"\n', `      - "${name}-settings:${folder}"\n`],
      ['\n  sandbox-settings:', `\n  ${name}-settings:`],
    ] as const;
    return additions.reduce((edited, [anchor, addition]) => insertBefore(edited, anchor, addition), text);
  },

  // `prepare` migrates it.
  'infra/docker/package.json': (text, { name }) => {
    const manifest = JSON.parse(text);
    const dependencies = Object.entries({ ...manifest.dependencies, [`@genkan/${name}`]: '0.1.0' });
    return json({ ...manifest, dependencies: Object.fromEntries(dependencies.sort(([a], [b]) => (a < b ? -1 : 1))) });
  },

  'tsconfig.json': (text, { name }) => {
    const { references, ...rest } = JSON.parse(text);
    return json({ ...rest, references: [...references, { path: `services/${name}` }] });
  },

  'docs/architecture.md': (text, { name }) => {
    const row = `\n| [${name}](../services/${name}/README.md) | nothing yet | To be described. |`;
    return insertBefore(text, '\n\nEach has its own schema,', row);
  },
};

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
