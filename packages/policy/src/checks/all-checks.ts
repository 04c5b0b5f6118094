import * as absentKeys from './absent-keys.js';
import * as breadth from './breadth.js';
import type { Check } from './check.js';
import * as coverage from './coverage.js';
import * as doubtfulValues from './doubtful-values.js';
import * as duplicates from './duplicates.js';
import * as emptiness from './emptiness.js';
import * as fit from './fit.js';
import * as keys from './keys.js';
import * as malformedValues from './malformed-values.js';
import * as names from './names.js';
import * as neverTrue from './never-true.js';
import * as redundancy from './redundancy.js';
import * as resources from './resources.js';
import * as size from './size.js';
import * as tags from './tags.js';
import * as variables from './variables.js';

const isCheck = (value: unknown): value is Check => typeof value === 'object' && value !== null && 'find' in value;

/** A check counts when its module stands here. The last one tells what those before it could not finish. */
const modules: readonly object[] = [
  emptiness,
  names,
  resources,
  fit,
  breadth,
  keys,
  malformedValues,
  variables,
  tags,
  absentKeys,
  neverTrue,
  doubtfulValues,
  duplicates,
  coverage,
  redundancy,
  size,
];

export const allChecks: readonly Check[] = modules.flatMap((module) =>
  (Object.values(module) as unknown[]).filter(isCheck),
);
