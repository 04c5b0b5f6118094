import type { Condition } from '@genkan/contracts/sub-account/policy-document';

/** One line of what policies came to allow, or ceased to. */
export interface Permission {
  /**
   * What makes the difference. Among what was gained: `allow`: an Allow came. `deny`: a Deny went that refused this. `error`: an Allow
   * went that refused this whenever its condition was an error. Among what was lost it is the other way round.
   */
  readonly kind: 'allow' | 'deny' | 'error';
  /** A product by name; `*` stands for all that neither the catalogue nor the policies name. */
  readonly product: string;
  /** By name, as the catalogue knows them. Patterns, where it does not know the product. */
  readonly actions: readonly string[];
  readonly resourceNrns: readonly string[];
  /** Only when this holds; absent for always. */
  readonly condition?: Condition;
}
