import { randomUUID } from 'node:crypto';

/** What came back for one call. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or null when there was no body. */
  readonly body: ReturnType<typeof JSON.parse>;
  /** As found in the audit. */
  readonly requestId: string;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const DEADLINE_MS = 15_000;

/** A browser as far as the gateway can see: it keeps cookies, sends the CSRF token and its own Origin. */
export class Client {
  readonly cookies = new Map<string, string>();

  /**
   * @param publicUrl where the gateway is reached, such as `http://localhost:4400`
   * @param sourceIp where it says to come from, when the gateway trusts a proxy in front of it
   * @param origin of the page that calls
   */
  constructor(
    readonly publicUrl: string,
    readonly sourceIp?: string,
    readonly origin: string = publicUrl,
  ) {}

  /** Calls a path below `/api/v1`. */
  async call(method: string, path: string, { body, headers = {} }: CallOptions = {}): Promise<Reply> {
    const csrf = this.cookies.get('__Host-csrf');
    const response = await fetch(`${this.publicUrl}/api/v1${path}`, {
      method,
      signal: AbortSignal.timeout(DEADLINE_MS),
      headers: {
        accept: 'application/json',
        'user-agent': 'genkan-journey',
        ...(this.sourceIp && { 'x-forwarded-for': this.sourceIp }),
        ...(this.cookies.size > 0 && { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') }),
        ...(method !== 'GET' && { origin: this.origin, ...(csrf && { 'x-csrf-token': csrf }) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
      requestId: response.headers.get('x-request-id') ?? '',
    };
  }

  /** Calls and insists on the status; the reply's problem is in the error. */
  async expect(status: number, method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const reply = await this.call(method, path, options);
    if (reply.status !== status) {
      throw new Error(`${method} ${path}: ${reply.status} instead of ${status}: ${JSON.stringify(reply.body)}`);
    }
    return reply;
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    const isGone = value === '' || attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute));
    if (isGone) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** An address nobody has used. */
export const newEmail = (): string => `guest-${randomUUID().slice(0, 13)}@example.com`;

/** A mobile number in Korea, out of ranges that are all in use: a few others, such as 010 59…, are refused. */
export const newPhone = (): string => `+8210${20_000_000 + Math.floor(Math.random() * 30_000_000)}`;
