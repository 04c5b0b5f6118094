import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The keys of one machine's platform, each in a file of its own that only its owner reads. Made when first asked for. */
export interface DevelopmentKeys {
  /** 32 random bytes in base64. */
  readonly secret: (name: string) => string;
  /** `file:<path>` of an Ed25519 private key (PKCS #8, PEM). */
  readonly privateKey: (name: string) => string;
}

export function developmentKeys(folder: string): DevelopmentKeys {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    secret(name) {
      const file = join(folder, `${name}.secret`);
      writeOnce(file, () => randomBytes(32).toString('base64'));
      return readFileSync(file, 'utf8').trim();
    },
    privateKey(name) {
      const file = join(folder, `${name}.pem`);
      writeOnce(file, () =>
        generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      );
      return `file:${file}`;
    },
  };
}

function writeOnce(file: string, content: () => string): void {
  if (!existsSync(file)) writeFileSync(file, `${content().trim()}\n`, { mode: 0o600 });
}
