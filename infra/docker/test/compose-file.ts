import { parse } from 'yaml';
import { textOf } from './repository.js';

/** What the tests look at in a compose file; the Compose specification's own schema checks the rest. */
export interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
}

export interface ComposeService {
  image?: string;
  build?: { context: string; dockerfile: string; args: { SERVICE: string; NODE_IMAGE?: string } };
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { disable?: boolean; test?: string[]; interval?: string; start_interval?: string };
  ports?: string[];
  volumes?: string[];
  restart?: string;
  /** Started by name only. */
  profiles?: string[];
  read_only?: boolean;
  tmpfs?: string[];
  logging?: { options: Record<string, string> };
}

/**
 * Every reading is a new object, to be changed at will: what the file says once for several services is a copy in each. `env` fills
 * in `${NAME:-default}`, as Compose does.
 */
export function readComposeFile(env: Readonly<Record<string, string>> = {}): ComposeFile {
  const text = textOf('docker-compose.yml').replace(
    /\$\{(\w+):-([^}]*)\}/g,
    (_, name, byDefault) => env[name] ?? byDefault,
  );
  return JSON.parse(JSON.stringify(parse(text, { merge: true })));
}
