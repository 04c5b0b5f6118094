import type { Random } from './random.js';

/** Twenty products with twenty-five actions each, however many statements there are. */
export const products = [
  'server',
  'storage',
  'network',
  'database',
  'cache',
  'queue',
  'function',
  'cluster',
  'registry',
  'dns',
  'cdn',
  'balancer',
  'monitor',
  'logs',
  'secrets',
  'backup',
  'search',
  'stream',
  'mail',
  'billing',
] as const;

const verbs = ['View', 'Change', 'Create', 'Delete', 'Share'] as const;
export const nouns = ['Instance', 'Volume', 'Image', 'Rule', 'Key'] as const;

export const actions = verbs.flatMap((verb) => nouns.map((noun) => `${verb}${noun}`));

export const ACCOUNT = '204718330962';

export const nrnOf = (product: string, id: string, region = 'kr'): string =>
  `nrn:genkan:${product}:${region}:${ACCOUNT}:instance/${id}`;

export const someProduct = (random: Random): string => products[random.skewed(products.length)] ?? 'server';
export const someAction = (random: Random): string => actions[random.skewed(actions.length)] ?? 'ViewInstance';
