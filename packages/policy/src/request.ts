/** Text by text; only own properties count. Keys 1 to 128, values 0 to 256 characters. */
export type Tags = Readonly<Record<string, string>>;

/** Who asks. */
export interface PolicyPrincipal {
  /** `main` is the main account, which policies do not bind in its own account (acceptance P10). */
  readonly type: 'main' | 'sub' | 'role';
  readonly id: string;
  readonly name: string;
  /** Account that it belongs to: twelve digits. */
  readonly accountNo: string;
  readonly tags?: Tags;
}

/** What is known about the moment; what is left out is an absent condition key. */
export interface RequestContext {
  /** IPv4 or IPv6 address, as text. */
  readonly sourceIp?: string;
  /** RFC 3339 with an offset, such as `2026-11-23T09:30:00.000Z`. */
  readonly currentTime?: string;
  readonly mfaPresent?: boolean;
  readonly requestRegion?: string;
  /** Tags of the resource, where its product gives them. */
  readonly resourceTags?: Tags;
  /** Tags that the request would set. */
  readonly requestTags?: Tags;
}

/** "May this principal do this, to that, now?" */
export interface PolicyRequest {
  readonly principal: PolicyPrincipal;
  /** Product that the action belongs to, such as `sub-account`. */
  readonly product: string;
  /** One action, such as `ChangePolicy`; never a pattern. */
  readonly action: string;
  /** NRN of what it is done to; a `*` in it is a character like any other (the NRN of a collection ends in `/*`). */
  readonly resourceNrn: string;
  readonly context: RequestContext;
}
