import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../boot/problem.mjs';
import { runToEnd } from '../boot/run-to-end.mjs';
import { maven, requireProgram } from './programs.js';
import { repositoryRoot } from './repository-root.js';

const version = '4.4.0';

/** Fetched once for each checkout and kept by a reset. */
const jarFolder = join(repositoryRoot, '.genkan', 'cache', `kafka-${version}`);

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

export interface JarOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly ticketFolder: string;
  readonly out: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

export function hasKafkaJars(): boolean {
  return existsSync(jarFolder);
}

/** The class path of Apache Kafka. Fetches the jars with Maven when this checkout has none yet. */
export async function kafkaClassPath(options: JarOptions): Promise<string> {
  if (!hasKafkaJars()) await fetchJars(options);
  return join(jarFolder, '*');
}

async function fetchJars({ env, ticketFolder, out, signal }: JarOptions): Promise<void> {
  const command = requireProgram(maven, env);
  out(`Fetching Apache Kafka ${version} with Maven (45 MB, once) …`);
  mkdirSync(dirname(jarFolder), { recursive: true });
  const workFolder = mkdtempSync(`${jarFolder}.`);
  try {
    writeFileSync(join(workFolder, 'pom.xml'), pom);
    const { code, output } = await runToEnd({
      name: 'mvn',
      command,
      args: [
        ...['--quiet', '--batch-mode', '--strict-checksums', 'dependency:copy-dependencies'],
        ...['-DincludeScope=runtime', '-DoutputDirectory=lib'],
      ],
      cwd: workFolder,
      env,
      ticketFolder,
      timeoutMs: 10 * 60_000,
      signal,
    });
    if (code !== 0) {
      throw new Problem(
        'Maven could not fetch Apache Kafka: check the network and run the same command again.',
        output.slice(-2_000),
      );
    }
    publish(join(workFolder, 'lib'));
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

/** A rename is all or nothing, so a killed run leaves no half of a class path. */
function publish(folder: string): void {
  try {
    renameSync(folder, jarFolder);
  } catch (error) {
    const wasFetchedMeanwhile = existsSync(jarFolder) && readdirSync(jarFolder).length > 0;
    if (!wasFetchedMeanwhile) throw error;
  }
}
