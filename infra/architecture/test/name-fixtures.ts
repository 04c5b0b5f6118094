import type { Fixture } from './fixtures.js';

/** For each rule about names files that break it. */
export const nameFixtures: Readonly<Record<string, Fixture>> = {
  'the time of day is asked of the clock': {
    breaks: {
      'services/audit/src/search/find.ts': 'const now = new Date();',
      'services/audit/src/search/deep/find.ts': 'const now = new Date;',
      'packages/http-kit/src/answer.ts': 'const read = { nowMs: Date.now };',
      'packages/call/src/ctx.ts': 'const { now } = Date;',
      'infra/sandbox/src/inbox/inbox.ts': 'const text = Date();',
    },
    keeps: {
      'packages/config/src/clock.ts': 'const clock = { now: () => new Date() };',
      'services/audit/src/search/find.ts':
        "// new Date()\nconst at = new Date(0), why = 'new Date()', about = `Date.now`;",
      'services/audit/test/find.test.ts': 'const now = new Date();',
    },
  },
  'elapsed time is measured in the frame and at the gateway': {
    breaks: { 'services/identity/src/sessions/sign-in.ts': 'const startedMs = performance.now();' },
    keeps: {
      'packages/messaging/src/relay.ts': 'const startedMs = performance.now();',
      'services/gateway/src/proxy/call.ts': 'const startedMs = performance.now();',
    },
  },
  'chance is asked of the ids': {
    breaks: {
      'services/identity/src/sessions/sign-in.ts': "import { randomUUID as id } from 'node:crypto';",
      'services/identity/src/sessions/end.ts': 'const die = globalThis.Math.random();',
      'packages/http-kit/src/answer.ts':
        "import * as crypto from 'node:crypto';\nconst { randomBytes } = crypto;\nrandomBytes(4);",
    },
    keeps: {
      'packages/config/src/ids.ts': "import { randomBytes } from 'node:crypto';",
      'services/identity/src/sessions/sign-in.ts': 'const id = ids.uuid(), { token } = ids;',
    },
  },
  'timers run in packages and adapters': {
    breaks: {
      'services/audit/src/tail/follow.ts': 'setInterval(poll, 1000);',
      'services/audit/src/tail/wait.ts': "import { setTimeout as pause } from 'node:timers/promises';",
      'services/audit/src/compose.ts': 'const outside = { later: setImmediate };',
      'packages/call/src/ctx.ts': "globalThis['setTimeout'](stop);",
    },
    keeps: {
      'services/verification/src/deliveries/sms-adapter.ts': 'setTimeout(stop, 1000);',
      'packages/messaging/src/wake-up.ts': 'setTimeout(stop, 1000);',
      'services/portal/src/shell/session-watch.ts': 'setTimeout(stop, 1000);',
    },
  },
  'adapters alone call the network': {
    breaks: {
      'services/identity/src/registration/draft.ts': "const answer = await fetch('https://example.com');",
      'packages/config/src/env.ts': 'const read = { fetch };',
    },
    keeps: {
      'services/verification/src/deliveries/sms-adapter.ts': "await fetch('https://example.com');",
      'services/identity/src/registration/draft.ts': 'rows.fetch({ fetch: 1 });\nconst code: typeof fetch = api.fetch;',
    },
  },
  'the environment is read where a process starts': {
    breaks: {
      'services/audit/src/compose.ts': 'const url = process.env.DATABASE_URL;',
      'services/audit/src/config.ts': "const url = process['env'].DATABASE_URL;",
      'services/audit/src/tail/tail-command.ts': 'const { env } = process;',
      'infra/sandbox/src/app.ts': 'const { PORT } = process.env;',
    },
    keeps: {
      'services/audit/src/main.ts': 'run(process.env);',
      'services/audit/src/tail-command.ts': 'const url = process.env.DATABASE_URL;',
      'services/audit/src/compose.ts': '/* process.env */ process.exitCode = 1;',
    },
  },
  'clients of Kafka are made in one place': {
    breaks: {
      'packages/messaging/src/kafka-client.ts': 'const kafka = new Kafka({ brokers: [] });',
      'infra/journeys/test/tail.test.ts': 'const kafka = new Kafka({ brokers: [] });',
    },
    keeps: { 'packages/kafka-client/src/create-kafka.ts': 'const kafka = new Kafka({ brokers: [] });' },
  },
  'a file URL becomes a path by fileURLToPath': {
    breaks: {
      'services/identity/src/config.ts': "const rules = new URL('../../rules', import.meta.url).pathname;",
      'infra/local/start.mjs': "const { pathname } = new URL('.', import.meta.url);",
      'services/identity/test/rules.test.ts': "read(new URL(\n  '../rules',\n  import.meta.url,\n).pathname);",
    },
    keeps: {
      'services/identity/src/config.ts': "const rules = fileURLToPath(new URL('../../rules', import.meta.url));",
      'packages/testing/src/database.ts': 'const schema = new URL(url).pathname.slice(1);',
    },
  },
  'what HTTP carries is not trimmed of more than HTTP allows': {
    breaks: {
      'services/gateway/src/credentials/cookies.ts': 'const name = pair.slice(0, equals).trim();',
      'packages/http-kit/src/call-headers.ts': "const [type] = accept.split(';').map((part) => part.trimEnd());",
    },
  },
  'sealed content is opened by parsing, never by a cast': {
    breaks: {
      'services/identity/src/members/member-row.ts': 'const personal = open(row.personal, sealOf(row.id)) as Personal;',
      'services/identity/src/members/deep/change.ts': 'const old = <Old>protection.openToChange(content, row.old);',
    },
    keeps: { 'services/identity/src/members/member-row.ts': "const open = rows as Row[], of = 'open as';" },
  },
  'types are known': {
    breaks: {
      'packages/config/src/clock.ts': 'const a = b as any;',
      'services/audit/test/find.test.ts': 'function f(a: Record<string, any>) {}',
    },
    keeps: { 'packages/config/src/clock.ts': "const told = 'What it is about: any one of these, as any will do.';" },
  },
};
