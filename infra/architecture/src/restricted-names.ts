/** Names (see `namesIn`) that stand in few places. */
export interface RestrictedNames {
  /** The rule, as a sentence. */
  readonly rule: string;
  readonly names: readonly string[];
  readonly where: readonly string[];
  /** Files that may, each with its reason. An exception that nobody needs any more breaks the rule, too. */
  readonly except: Readonly<Record<string, string>>;
}

const product = ['{packages,services}/*/src/**', 'infra/{docker,sandbox}/src/**/*.ts'];

export const restrictedNames: readonly RestrictedNames[] = [
  {
    rule: 'the time of day is asked of the clock',
    names: ['new Date()', 'Date.now', 'performance.timeOrigin'],
    where: product,
    except: {
      'packages/config/src/clock.ts': 'it is the clock',
      'packages/kafka-client/src/create-kafka.ts': 'kafkajs counts so, and it mends kafkajs',
    },
  },
  {
    rule: 'elapsed time is measured in the frame and at the gateway',
    names: ['performance.now', 'process.hrtime'],
    where: ['packages/{contracts,policy,call,config}/src/**', 'services/*/src/**'],
    except: {
      'services/gateway/src/compose.ts': 'it is the outside of the gateway',
      'services/gateway/src/enforcement/rate-limits.ts': 'windows must not follow a clock that is set',
      'services/gateway/src/**/{call,*-adapter}.ts': 'how long a call took, and when it must end',
      'services/gateway/src/recording/store-rows.ts': 'whether there is time for a second try',
    },
  },
  {
    rule: 'chance is asked of the ids',
    names: ['Math.random', 'randomUUID', 'randomBytes', 'randomInt', 'randomFillSync', 'crypto.getRandomValues'],
    where: product,
    except: {
      'packages/config/src/ids.ts': 'it is the ids',
      'packages/credentials/src/{password-hasher,seal}.ts': 'salts and nonces must not be chosen from outside',
      'packages/observability/src/traceparent.ts': 'ids of traces, which decide nothing',
      'packages/messaging/src/kafka-tail.ts': 'a consumer group for one tail',
      'packages/{messaging/src/back-off,persistence/src/with-transaction}.ts': 'spreads further tries',
      'packages/testing/src/**': 'tests that run side by side must not meet',
    },
  },
  {
    rule: 'timers run in packages and adapters',
    names: ['setTimeout', 'setInterval', 'setImmediate', 'AbortSignal.timeout'],
    where: ['packages/{contracts,policy,call,config}/src/**', 'services/*/src/**'],
    except: {
      'services/*/src/**/*-adapter.ts': 'the outside keeps no time',
      'services/gateway/src/recording/group-commit.ts': 'it gathers rows for 5 ms, and gives a commit up',
    },
  },
  {
    rule: 'adapters alone call the network',
    names: ['fetch', 'XMLHttpRequest', 'new WebSocket', 'new EventSource'],
    where: ['{packages,services}/*/src/**'],
    except: {
      'packages/http-kit/src/jwks.ts': 'the one call between services',
      'services/*/src/**/*-adapter.ts': 'it is what they are for',
    },
  },
  {
    rule: 'the environment is read where a process starts',
    names: ['process.env'],
    where: product,
    except: {
      '{services,infra}/*/src/{main,migrate,*-command}.ts': 'the process starts there',
      'packages/testing/src/test-database.ts': 'tests have no process of their own',
    },
  },
  {
    rule: 'clients of Kafka are made in one place',
    names: ['new Kafka'],
    where: ['**'],
    except: { 'packages/kafka-client/src/create-kafka.ts': 'it is that place' },
  },
  {
    rule: 'a file URL becomes a path by fileURLToPath',
    names: ['import.meta.url.pathname'],
    where: ['**'],
    except: {},
  },
  {
    rule: 'what HTTP carries is not trimmed of more than HTTP allows',
    names: ['.trim', '.trimStart', '.trimEnd'],
    where: ['{services/gateway,packages/http-kit}/src/**'],
    except: {},
  },
  {
    rule: 'sealed content is opened by parsing, never by a cast',
    names: ['open as', 'openToChange as'],
    where: ['services/*/src/**'],
    except: {},
  },
  { rule: 'types are known', names: ['any'], where: ['**'], except: {} },
];
