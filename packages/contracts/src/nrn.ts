import { z } from 'zod';

/** Form of an NRN; its length apart. */
export const NRN_FORM = /^nrn:[A-Za-z0-9\-_]+:[A-Za-z0-9\-_*]+:[A-Za-z0-9\-_*]*:[0-9*]*:[A-Za-z0-9\-_:./=*]+$/;

/**
 * Names of resources (acceptance P9): `nrn:<domain>:<product>:<region>:<accountNo>:<type>/<id>`, at most 128
 * characters. The region is `global` for Genkan's own products; the account is empty before there is one.
 */
export const nrn = z.string().max(128).regex(NRN_FORM);

export interface NrnParts {
  readonly product: string;
  readonly accountNo: string | null;
  readonly type: string;
  readonly id: string;
}

/** Builds the NRN of one resource of Genkan's own. */
export const nrnOf = ({ product, accountNo, type, id }: NrnParts): string =>
  `nrn:genkan:${product}:global:${accountNo ?? ''}:${type}/${id}`;
