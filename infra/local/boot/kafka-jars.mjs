import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { Problem } from './problem.mjs';
import { runToEnd } from './processes.mjs';
import { maven, requireProgram } from './programs.mjs';

const version = '4.4.0';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>genkan</groupId>
  <artifactId>kafka-jars</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/**
 * The folder of Apache Kafka's jars in the user's cache (XDG Base Directory): all checkouts share it.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function kafkaJarFolder({ XDG_CACHE_HOME: named = '' }) {
  // The specification says that a relative path is to be ignored.
  const cache = isAbsolute(named) ? named : join(homedir(), '.cache');
  return join(cache, 'genkan', `kafka-${version}`);
}

/**
 * The class path of Apache Kafka. Fetches the jars with Maven when this user's cache has none yet.
 *
 * @param {import('./programs.mjs').InstallOptions} options
 */
export async function kafkaClassPath(options) {
  const folder = kafkaJarFolder(options.env);
  if (!existsSync(folder)) await fetchJars(folder, options);
  return join(folder, '*');
}

/** @param {string} folder @param {import('./programs.mjs').InstallOptions} options */
async function fetchJars(folder, { env, pidFolder, out, signal }) {
  const command = requireProgram(maven, env);
  out(`Fetching Apache Kafka ${version} with Maven (45 MB, once) …`);
  mkdirSync(dirname(folder), { recursive: true });
  const workFolder = mkdtempSync(`${folder}.`);
  try {
    writeFileSync(join(workFolder, 'pom.xml'), pom);
    const { code, output } = await runToEnd({
      name: 'mvn',
      command,
      args: [
        ...['--quiet', '--batch-mode', '--strict-checksums', 'dependency:copy-dependencies'],
        ...['-DincludeScope=runtime', '-DoutputDirectory=lib', ...networkLimits],
      ],
      cwd: workFolder,
      env,
      pidFolder,
      timeoutMs: 10 * 60_000,
      signal,
      out,
    });
    if (code !== 0) {
      throw new Problem(
        'Maven could not fetch Apache Kafka: check the network and run the same command again.',
        output.slice(-2_000),
      );
    }
    publish(join(workFolder, 'lib'), folder);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

/** For the two ways in which Maven 3 speaks to a repository; without them it waits half an hour for one that does not answer. */
const networkLimits = [
  ...['-Dmaven.wagon.rto=30000', '-Dmaven.wagon.http.retryHandler.count=1'],
  ...['-Daether.connector.connectTimeout=20000', '-Daether.connector.requestTimeout=30000'],
];

/**
 * A rename is all or nothing, so a killed run leaves no half of a class path, and of two checkouts that fetch at once the later one
 * takes what the first published.
 *
 * @param {string} lib @param {string} folder
 */
function publish(lib, folder) {
  try {
    renameSync(lib, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
