/**
 * Why a service gave no answer. `unreachable`: no connection could be made. `busy`: the call waited too long for a connection. In both
 * cases not one byte has left.
 */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure';

  constructor(
    readonly kind: 'unreachable' | 'busy' | 'broken' | 'timeout',
    options?: ErrorOptions,
  ) {
    super(`no answer of the service: ${kind}`, options);
  }
}

export interface UpstreamRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly deadlineMs: number;
}

export interface UpstreamResponse {
  readonly status: number;
  /** Names in lower case. A field that came twice, which ours do not, is its texts with a comma between. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The connections to one service. */
export interface Upstream {
  /** @throws UpstreamFailure */
  send(request: UpstreamRequest): Promise<UpstreamResponse>;
  close(): Promise<void>;
}
