import { inspect } from 'node:util';

const PRINTED = '[secret]';

/**
 * A secret from the environment. Everything that prints an object (String, JSON, inspect, a template literal) sees
 * "[secret]", so only a deliberate `.reveal()` or `.bytes()` can leak it. Compare two secrets by their bytes, in constant time.
 */
export class Secret {
  readonly #text: string;
  readonly #encoding: 'base64' | 'utf8';

  private constructor(text: string, encoding: 'base64' | 'utf8') {
    this.#text = text;
    this.#encoding = encoding;
  }

  /** A secret whose text is its value: a password, an API key, a URL that holds a password. */
  static ofText(text: string): Secret {
    return new Secret(text, 'utf8');
  }

  /** A key: random bytes, written in base64. */
  static ofBase64(text: string): Secret {
    return new Secret(text, 'base64');
  }

  /** The text as configured. */
  reveal(): string {
    return this.#text;
  }

  /** The key's bytes (decoded base64), or the UTF-8 bytes of a text secret. */
  bytes(): Buffer {
    return Buffer.from(this.#text, this.#encoding);
  }

  toString(): string {
    return PRINTED;
  }

  toJSON(): string {
    return PRINTED;
  }

  [inspect.custom](): string {
    return PRINTED;
  }
}
