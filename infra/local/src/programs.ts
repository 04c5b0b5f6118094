import { accessSync, constants } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { Problem } from '../boot/problem.mjs';

/** A program that the backing services need, and how a person gets it. */
export interface Program {
  readonly name: string;
  /** Debian's packages; where one has several names, all of them, the best first. */
  readonly packages: ReadonlyArray<readonly string[]>;
  /** One sentence: what is missing and what to do. */
  readonly remedy: string;
}

const mariadbRemedy =
  'MariaDB is missing: install it (Debian, Ubuntu: `sudo apt-get install mariadb-server-core mariadb-client-core`; macOS: ' +
  '`brew install mariadb`), or name a running MySQL or MariaDB in DATABASE_URL.';
const mariadbPackages = [['mariadb-server-core'], ['mariadb-client-core']];

export const mariadbd: Program = { name: 'mariadbd', packages: mariadbPackages, remedy: mariadbRemedy };
export const mariadbInstallDb: Program = {
  name: 'mariadb-install-db',
  packages: mariadbPackages,
  remedy: mariadbRemedy,
};

export const java: Program = {
  name: 'java',
  packages: [['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'default-jre-headless']],
  remedy:
    'Java, on which Apache Kafka runs, is missing: install version 17 or newer (Debian, Ubuntu: `sudo apt-get install ' +
    'openjdk-17-jre-headless`; macOS: `brew install openjdk`), or name running brokers in KAFKA_BROKERS.',
};

export const maven: Program = {
  name: 'mvn',
  packages: [['maven']],
  remedy:
    'Maven, which fetches Apache Kafka, is missing: install it (Debian, Ubuntu: `sudo apt-get install maven`; macOS: ' +
    '`brew install maven`), or name running brokers in KAFKA_BROKERS.',
};

/** The program's full path, or undefined. Beside each `bin` of the path its `sbin` is searched: users' paths often lack it. */
export function findProgram(program: Program, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders
    .flatMap((folder) => (basename(folder) === 'bin' ? [folder, join(dirname(folder), 'sbin')] : [folder]))
    .map((folder) => join(folder, program.name))
    .find(isExecutable);
}

/** Like `findProgram`, but throws the program's remedy when it is missing. */
export function requireProgram(program: Program, env: NodeJS.ProcessEnv): string {
  const path = findProgram(program, env);
  if (path === undefined) throw new Problem(program.remedy);
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
