/** Audit reads every topic of Genkan, also of services that appear later, and needs no code per event type. */
export const topics = { prefix: 'genkan.' } as const;

/** Consumer group of the ingest. */
export const group = 'audit';
