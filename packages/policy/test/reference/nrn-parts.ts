/** The six parts of an NRN, or of a pattern of NRNs: divided by the first five `:`, so the last part may hold more of them. */
export function nrnParts(nrn: string): string[] {
  const parts = nrn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** The account that an NRN names; empty for a resource of the platform. */
export const accountOf = (nrn: string): string | undefined => nrnParts(nrn)[4];
