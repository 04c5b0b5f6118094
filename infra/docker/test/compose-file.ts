import { parse } from 'yaml';
import { textOf } from './repository.js';

/** What the tests look at in a compose file; the Compose specification's own schema checks the rest. */
export interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
}

export interface ComposeService {
  image?: string;
  build?: { context: string; dockerfile: string; args: { SERVICE: string } };
  environment?: Record<string, string | number>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { disable?: boolean; test?: string[] };
  ports?: string[];
  volumes?: string[];
  restart?: string;
}

/** Every reading is a new object, to be changed at will: what the file says once for several services is a copy in each. */
export function readComposeFile(): ComposeFile {
  return JSON.parse(JSON.stringify(parse(textOf('docker-compose.yml'), { merge: true })));
}
