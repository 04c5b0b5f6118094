import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { rules } from '../src/rules.js';
import { readTree, sourceFile } from '../src/source-tree.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const tree = readTree(root, ['packages', 'services', 'infra']);

/** For each rule files that break it, and as often as it is told. */
const fixtures: Record<string, Record<string, string>> = {
  'a service never imports another service, nor a package a service': {
    'services/audit/src/search/find.ts': "import { draft } from '../../../identity/src/registration/draft.js';",
    'packages/config/src/clock.ts': "import { main } from '@genkan/identity/main';",
  },
  'packages depend inwards only': {
    'packages/config/src/clock.ts': "import { transact } from '@genkan/messaging/transact';",
  },
  'contracts depend on zod only': {
    'packages/contracts/src/event.ts': "import express from 'express';",
  },
  'only kafka-client and messaging import kafkajs': {
    'services/audit/src/ingest/consumer-repository.ts': "import { Kafka } from 'kafkajs';",
  },
  'clients of Kafka are made in one place': {
    'packages/messaging/src/kafka-client.ts': 'const kafka = new Kafka({ brokers: [] });',
    'infra/journeys/test/tail.test.ts': 'const kafka = new Kafka({ brokers: [] });',
  },
  'services never import the testing package': {
    'services/audit/src/main.ts': "import { probe } from '@genkan/testing/probe';",
  },
  'domain and use cases do not import the outside world': {
    'services/identity/src/registration/draft.ts': "import { EntitySchema } from 'typeorm';",
    'services/identity/src/registration/start-registration.ts': "import {\n  readFile,\n} from 'node:fs/promises';",
  },
  'a capability uses another through its main file alone': {
    'services/identity/src/sessions/sign-in.ts': "import { row } from '../members/member-table.js';",
  },
  'imports form no circle': {
    'services/identity/src/a/b.ts': "import { c } from './c.js';",
    'services/identity/src/a/c.ts': "import { d } from '../d/d.js';",
    'services/identity/src/d/d.ts': "export { b } from '../a/b.js';",
  },
  'each package.json names what is imported': {
    'services/audit/package.json': '{ "name": "@genkan/audit", "devDependencies": { "zod": "4" } }',
    'services/audit/src/search/search.ts': "import { z } from 'zod/v4';",
    'services/audit/src/search/search.test.ts': "import fc from 'fast-check';",
    'services/audit/test/component/search.test.ts': "import { z } from 'zod';\nimport { join } from 'node:path';",
  },
  'no package.json names what is not imported': {
    'services/audit/package.json':
      '{ "dependencies": { "express": "5", "zod": "4" }, "devDependencies": { "@types/express": "5", "@types/pg": "8" } }',
    'services/audit/src/app.ts': "import express from 'express';",
    'services/audit/src/app.test.ts': "import { z } from 'zod';",
  },
  'no folder has a name that says nothing': { 'packages/config/src/utils/text.ts': '' },
  'no file gathers exports under index': { 'packages/config/src/index.ts': "export * from './clock.js';" },
  'files are named in kebab-case': { 'packages/config/src/loadConfig.ts': '' },
  'no file is longer than 300 lines': { 'packages/config/src/clock.ts': 'const a = 1;\n'.repeat(301) },
  'main.ts and app.ts have at most 60 lines': { 'services/audit/src/main.ts': 'a();\n'.repeat(61) },
  'configuration is read where a process starts': {
    'services/audit/src/compose.ts': 'const url = process.env.DATABASE_URL;',
  },
  'time and randomness are injected': {
    'services/audit/src/search/find.ts': 'const now = new Date();',
    'services/audit/src/tail/follow.ts': 'setInterval(poll, 1000);',
  },
  'sealed content is opened by parsing, never by a cast': {
    'services/identity/src/members/member-row.ts':
      'const personal = open(row.personal, sealOf(row.id)) as PersonalData;',
    'services/identity/src/members/member-opener.ts': "import { createSealer } from '@genkan/credentials/seal';",
  },
  'what HTTP carries is not trimmed of more than HTTP allows': {
    'services/gateway/src/credentials/cookies.ts': 'const name = pair.slice(0, equals).trim();',
    'packages/http-kit/src/call-headers.ts': "const [type] = accept.split(';').map((part) => part.trimEnd());",
  },
  'type checks are never switched off': {
    'packages/config/src/clock.ts': 'const a = b as any;',
    'packages/config/src/read-clock.ts': '// @ts-expect-error it works\nconst a: number = b;',
  },
};

/** Where it is not one for each file. */
const counts: Record<string, number> = {
  'imports form no circle': 1,
  'each package.json names what is imported': 2,
  'no package.json names what is not imported': 2,
};
const expectedCount = (name: string) => counts[name] ?? Object.keys(fixtures[name] ?? {}).length;

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
  it('holds in the whole tree', () => {
    expect(rule.violations(tree)).toEqual([]);
  });

  it('is broken by its fixture', () => {
    const files = Object.entries(fixtures[name] ?? {}).map(([path, text]) => sourceFile(path, text));
    expect(files.length).toBeGreaterThan(0);
    expect(rule.violations(files)).toHaveLength(expectedCount(name));
  });
});

it('leaves prose alone', () => {
  const prose = sourceFile(
    'packages/config/src/clock.ts',
    "const told = 'What it is about: any one of these, as any will do.';",
  );
  expect(rules.flatMap((rule) => rule.violations([prose]))).toEqual([]);
});

it('reads the tree that it checks', () => {
  expect(tree.length).toBeGreaterThan(20);
});
