import type { Grant } from './grants.js';
import type { Permission } from './permission.js';

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Lines to show: resources about which the same is said are one line. So there are never more of them than resources in the policies,
 * times products where a product is `*`.
 */
export function rowsOf(kind: Permission['kind'], grants: readonly Grant[]): Permission[] {
  const rows = new Map<string, { grant: Grant; actions: string[]; resourceNrns: string[] }>();
  for (const grant of grants) {
    const actions = [...grant.actions].sort();
    const key = JSON.stringify([grant.product, grant.condition, actions]);
    const row = rows.get(key) ?? { grant, actions, resourceNrns: [] };
    row.resourceNrns.push(grant.resource);
    rows.set(key, row);
  }
  return [...rows]
    .sort(([a], [b]) => byText(a, b))
    .map(
      ([, { grant, actions, resourceNrns }]): Permission => ({
        kind,
        product: grant.product,
        actions,
        resourceNrns: resourceNrns.sort(),
        ...(grant.written === undefined ? {} : { condition: grant.written }),
      }),
    );
}
