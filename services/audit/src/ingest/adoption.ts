import type { AuditRecord } from './record.js';

/** A log becomes part of another: a draft's of the account that it became, or of the draft that was gone on with. */
export interface Adoption {
  readonly scope: string;
  readonly by: string;
}

/** The adoption that a record tells of, if it does. */
export const adoptionOf = ({ adopts, scope }: AuditRecord): Adoption | null =>
  adopts === null ? null : { scope: adopts, by: scope };
