import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** PEM files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A new certificate that signs itself: who trusts it trusts its owner and nobody else. `host` is the name that it is good for. */
export function selfSigned(folder: string, name: string, host = 'localhost'): Certificate {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const about = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${host}`, '-days', '2'];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', ...about, ...made], { stdio: 'pipe' });
  return { cert, key };
}
