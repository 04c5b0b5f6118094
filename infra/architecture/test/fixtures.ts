/** Files by their path, each with its text. */
type Files = Readonly<Record<string, string>>;

export interface Fixture {
  readonly breaks: Files;
  /** How often, where it is not once a file. */
  readonly times?: number;
  /** What looks alike and is right. */
  readonly keeps?: Files;
}

/** For each rule files that break it. */
export const fixtures: Readonly<Record<string, Fixture>> = {
  'a workspace imports what the graph of workspaces says': {
    breaks: {
      'packages/config/src/clock.ts': "import { transact } from '@genkan/messaging/transact';",
      'packages/config/src/main.ts': "import { main } from '@genkan/identity/main';",
      'packages/contracts/src/event.ts': "import express from 'express';",
      'packages/contracts/src/file.ts': "export {\n  readFile,\n} from 'node:fs/promises';",
      'packages/policy/src/compile.ts': "const crypto = await import('node:crypto');",
      'packages/call/src/transaction.ts': "import { type EntityManager, DataSource } from 'typeorm';",
      'packages/http-kit/src/problem.ts': "type Row = import('typeorm').EntityManager;",
      'packages/messaging/src/bus.ts': "import { Kafka } from 'kafkajs';",
      'packages/newcomer/src/new.ts': "import { z } from 'zod';",
      'services/audit/src/main.ts': "import { createKafka } from '@genkan/kafka-client/create-kafka';",
      'services/identity/src/registration/draft.ts': "import { gate } from '@genkan/gateway/gate';",
      'services/portal/src/sign-up/sign-up-page.tsx': "import { Ctx } from '@genkan/call/ctx';",
      'services/portal/src/shell/file.ts': "import { readFileSync } from 'node:fs';",
      'infra/sandbox/src/sms/routes.ts': "import { route } from '@genkan/http-kit/binder';",
    },
    keeps: {
      'packages/contracts/src/generate.ts': "import { writeFileSync } from 'node:fs';",
      'packages/call/src/transaction.ts': "import type { EntityManager, DataSource } from 'typeorm';",
      'packages/messaging/src/bus.ts': "import type { Kafka } from 'kafkajs';",
      'packages/messaging/test/bus.ts': "import { Kafka } from 'kafkajs';",
      'services/portal/src/main.tsx':
        "import { call } from '@genkan/client/call';\nexport const page = <main>{call}</main>;",
    },
  },
  'each package.json names what the graph of workspaces says, and no more': {
    breaks: {
      'packages/credentials/package.json': '{ "dependencies": { "@node-rs/argon2": "2", "zod": "4", "typeorm": "1" } }',
      'packages/kafka-client/package.json': '{ "name": "@genkan/kafka-client" }',
      'packages/newcomer/package.json': '{ "name": "@genkan/newcomer" }',
    },
    keeps: {
      'packages/kafka-client/package.json': '{ "dependencies": { "kafkajs": "2" }, "devDependencies": { "zod": "4" } }',
    },
  },
  'each package.json names what is imported': {
    breaks: {
      'services/audit/package.json': '{ "name": "@genkan/audit", "devDependencies": { "zod": "4" } }',
      'services/audit/src/search/search.ts': "import { z } from 'zod/v4';",
      'services/audit/src/search/search.test.ts': "import fc from 'fast-check';",
      'services/audit/test/component/search.test.ts': "import { z } from 'zod';\nimport { join } from 'node:path';",
    },
    times: 2,
  },
  'no package.json names what is not imported': {
    breaks: {
      'services/audit/package.json':
        '{ "dependencies": { "express": "5", "zod": "4" }, "devDependencies": { "@types/express": "5", "@types/pg": "8" } }',
      'services/audit/src/app.ts': "import express from 'express';",
      'services/audit/src/app.test.ts': "import { z } from 'zod';",
    },
    times: 2,
  },
  'a workspace reaches into no other one by a path': {
    breaks: {
      'services/audit/src/search/find.ts': "import { draft } from '../../../identity/src/registration/draft.js';",
      'services/audit/test/find.test.ts': "import type { draft } from '../../../packages/call/src/draft.js';",
    },
    keeps: { 'infra/journeys/jest.config.mjs': "export { default } from '../../jest.config.mjs';" },
  },
  'what runs outside of tests imports no test code': {
    breaks: {
      'services/audit/src/main.ts': "import { probe } from '@genkan/testing/probe';",
      'services/audit/src/compose.ts': "import { start } from '@genkan/service-kit/test/start-service';",
      'services/audit/src/search/find.ts': "import { expect } from '@jest/globals';",
      'packages/config/src/clock.ts': "import type { Fake } from '../test/fake.js';",
    },
    keeps: { 'services/audit/test/find.test.ts': "import { start } from '@genkan/service-kit/test/start-service';" },
  },
  'each file of a service imports what its zone may': {
    breaks: {
      'services/identity/src/registration/draft.ts': "import { EntitySchema } from 'typeorm';",
      'services/identity/src/registration/start-registration.ts': "import {\n  readFile,\n} from 'node:fs/promises';",
      'services/verification/src/deliveries/texts/deep/en.ts': "import { connect } from 'node:net';",
      'services/identity/src/sessions/sign-in.ts':
        "import type { Manager } from 'typeorm';\nimport { type Row, DataSource } from 'typeorm';",
      'services/identity/src/sessions/end.ts': "import type { Request } from 'express';",
      'services/identity/src/sessions/list.ts': "import { TokenRefused } from '@genkan/http-kit/signed-token';",
      'services/identity/src/sessions/look-up.ts':
        "const { createKafkaBus } = await import('@genkan/messaging/kafka-bus');",
      'services/identity/src/sessions/show.ts': "export { Consumer } from 'kafkajs';",
      'services/identity/src/sessions/old.ts': "const http = require('node:http');",
      'services/identity/src/sessions/older.ts': "import http = require('node:http');",
      'services/identity/src/sessions/empty.ts': "import { type EntityManager } from 'typeorm';",
      'services/identity/src/sessions/bare.ts': "import 'reflect-metadata';",
      'services/identity/src/members/member-table.ts': "import express from 'express';",
      'services/identity/src/members/routes.ts': "import { DataSource } from 'typeorm';",
      'services/identity/src/members/compose-members.ts': "import { DataSource } from 'typeorm';",
      'services/identity/src/compose.ts': "import { DataSource } from 'typeorm';",
      'services/gateway/src/proxy/call.ts': "import { request } from 'node:http';",
    },
    keeps: {
      'services/identity/src/registration/draft.ts': "import type { EntityManager } from 'typeorm';",
      'services/identity/src/registration/more/old.ts': "export type { EntityManager } from 'typeorm';",
      'services/identity/src/registration/why.ts':
        "// import { DataSource } from 'typeorm'\nexport const why = \"import 'x'\";",
      'services/verification/src/deliveries/mail/smtp-adapter.ts': "import { createTransport } from 'nodemailer';",
      'services/gateway/src/proxy/call.ts': "import type { IncomingMessage } from 'node:http';",
      'services/audit/src/tail-command.ts': "import { createTail } from '@genkan/messaging/kafka-tail';",
    },
  },
  'what stands outside of use cases runs in what composes it': {
    breaks: {
      'services/identity/src/members/get-member.ts': "import { mysqlMembers } from './member-repository.js';",
      'services/identity/src/members/member.ts': "import { memberTable } from './rows/member-table.js';",
      'services/identity/src/members/show-member.ts': "import { routes } from './routes.js';",
      'services/identity/src/members/member-repository.ts': "import { send } from './mail-adapter.js';",
    },
    keeps: {
      'services/identity/src/members/get-member.ts': "import type { Members } from './member-repository.js';",
      'services/identity/src/members/member-repository.ts': "import { memberTable } from './member-table.js';",
      'services/identity/src/members/compose-members.ts': "import { mysqlMembers } from './member-repository.js';",
    },
  },
  'a capability uses another through its main file alone': {
    breaks: {
      'services/identity/src/sessions/sign-in.ts': "import type { Row } from '../members/member-table.js';",
      'services/identity/src/sessions/checks/check.ts': "import { row } from '../../members/rows/member-row.js';",
    },
    keeps: {
      'services/identity/src/sessions/sign-in.ts': "import type { Members } from '../members/compose-members.js';",
      'services/identity/src/sessions/checks/check.ts': "import { session } from '../session.js';",
    },
  },
  'imports form no circle': {
    breaks: {
      'services/identity/src/a/b.ts': "import { c } from './c.js';",
      'services/identity/src/a/c.ts': "import { d } from '../d/d.js';",
      'services/identity/src/d/d.ts': "export { b } from '../a/b.js';",
    },
    times: 1,
  },
  'folders form no circle, so no import runs up': {
    breaks: {
      'services/identity/src/compose.ts': "import { b } from './a/b.js';",
      'services/identity/src/a/b.ts': "import { d } from '../d/compose-d.js';",
      'services/identity/src/d/e/e.ts': "import type { limit } from '../../compose.js';",
      'services/identity/src/d/compose-d.ts': '',
    },
    times: 1,
    keeps: {
      'services/identity/src/compose.ts': "import { b } from './a/b.js';",
      'services/identity/src/a/b.ts': "import { protection } from '../protection.js';\nimport { c } from './c.js';",
    },
  },
  'no folder has a name that says nothing': { breaks: { 'packages/config/src/utils/text.ts': '' } },
  'no file gathers exports under index': {
    breaks: { 'packages/config/src/index.ts': "export * from './clock.js';" },
  },
  'files are named in kebab-case': {
    breaks: { 'packages/config/src/loadConfig.ts': '', 'services/portal/src/design/Button.tsx': '' },
    keeps: { 'infra/local/start.mjs': '', 'packages/config/src/load-config.test.ts': '' },
  },
  'no file is longer than 300 lines': {
    breaks: { 'packages/config/src/clock.ts': 'a();\n'.repeat(301) },
    keeps: { 'packages/config/src/clock.ts': 'a();\n'.repeat(300) },
  },
  'main.ts has at most 60 lines': {
    breaks: { 'services/audit/src/main.ts': 'a();\n'.repeat(61) },
    keeps: { 'services/audit/src/main.ts': 'a();\n'.repeat(60) },
  },
  'compose.ts has at most 50 lines from its first export on': {
    breaks: { 'services/audit/src/compose.ts': `import 'zod';\nexport const a = 1;\n${'a;\n'.repeat(50)}` },
    keeps: {
      'services/audit/src/compose.ts': `${"import 'zod';\n".repeat(20)}export const a = 1;\n${'a;\n'.repeat(49)}`,
    },
  },
  'commands lie beside main.ts': {
    breaks: { 'services/audit/src/tail/tail-command.ts': '', 'services/audit/commands/tail-command.ts': '' },
    keeps: { 'services/audit/src/tail-command.ts': '', 'services/audit/test/seed/seed-command.ts': '' },
  },
  'type checks are never switched off': {
    breaks: { 'packages/config/src/read-clock.ts': '// @ts-expect-error it works\nconst a: number = b;' },
  },
  'every service runs the conformance suite': {
    breaks: {
      'services/billing-gate/src/main.ts': '',
      'services/audit/test/contract/conformance.test.ts': '// serviceConformance is to come',
    },
    keeps: {
      'services/audit/src/main.ts': '',
      'services/audit/test/contract/conformance.test.ts': "serviceConformance({ service: 'audit' });",
      'services/portal/src/main.tsx': '',
    },
  },
  'a type that packages export has a name of its own': {
    breaks: {
      'packages/call/src/answer.ts': 'export interface AnswerParts {}',
      'packages/http-kit/src/answer.ts': 'export class AnswerParts {}\ninterface Other {}',
    },
    times: 1,
    keeps: {
      'packages/call/src/answer.ts': 'export interface AnswerParts {}\ninterface Settings {}',
      'packages/http-kit/src/answer.ts':
        "export type { AnswerParts } from '@genkan/call/answer';\ninterface Settings {}",
    },
  },
};
