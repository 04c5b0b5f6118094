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

  // Wherever audit stands, which has nothing there that others have not: as a service, behind the gateway, and with its settings.
  'docker-compose.yml': (text, { name }) => {
    const mentions = /^ {2}audit:\n(?: {4}.*\n)+\n|^ {6}.*\baudit\b.*\n|^ {2}audit-settings:\n/gm;
    if (text.match(mentions)?.length !== 4)
      throw new Error('Audit does not stand in it in 4 places, to write beside it.');
    return text.replace(mentions, (lines) => lines + lines.replaceAll('audit', name));
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
