import { API_PREFIX, type EndpointContract, fullPathOf } from '@genkan/contracts/endpoint';

/** What stands at a path: its endpoints by method, and the values of the path's parameters in their order. */
export interface Match {
  readonly methods: ReadonlyMap<string, EndpointContract>;
  readonly values: readonly string[];
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | null;
  readonly methods: Map<string, EndpointContract>;
}

const newNode = (): Node => ({ literals: new Map(), parameter: null, methods: new Map() });

const isParameter = (segment: string): boolean => segment.startsWith('{');

/** Finds endpoints by path; a literal segment wins over a parameter. */
export function createRouteTable(endpoints: readonly EndpointContract[]): (path: string) => Match | undefined {
  const root = newNode();
  for (const endpoint of endpoints) {
    const { methods } = segmentsOf(endpoint.path).reduce(child, root);
    const other = methods.get(endpoint.method);
    if (other) throw new Error(`${endpoint.name} and ${other.name} answer to the same method and path`);
    methods.set(endpoint.method, endpoint);
  }
  return (path) => {
    if (!path.startsWith(`${API_PREFIX}/`)) return undefined;
    const values: string[] = [];
    const methods = find(root, segmentsOf(path.slice(API_PREFIX.length)), 0, values);
    return methods && { methods, values };
  };
}

/** The values of a path by the names that this endpoint gives them. */
export function paramsOf({ path }: EndpointContract, values: readonly string[]): Record<string, string> {
  const names = segmentsOf(path).filter(isParameter);
  return Object.fromEntries(names.map((name, at) => [name.slice(1, -1), values[at] ?? '']));
}

/** The endpoint's path with these values, as the service gets it. */
export const pathOf = (endpoint: EndpointContract, params: Readonly<Record<string, string>>): string =>
  fullPathOf(endpoint).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

function child(node: Node, segment: string): Node {
  if (isParameter(segment)) {
    node.parameter ??= newNode();
    return node.parameter;
  }
  const next = node.literals.get(segment) ?? newNode();
  node.literals.set(segment, next);
  return next;
}

function find(node: Node, segments: readonly string[], at: number, values: string[]): Node['methods'] | undefined {
  const segment = segments[at];
  if (segment === undefined) return node.methods.size > 0 ? node.methods : undefined;
  const literal = node.literals.get(segment);
  const found = literal && find(literal, segments, at + 1, values);
  if (found) return found;
  const value = node.parameter && decoded(segment);
  if (!node.parameter || value === undefined || value === null) return undefined;
  values.push(value);
  const below = find(node.parameter, segments, at + 1, values);
  if (!below) values.pop();
  return below;
}

/** Ids are ASCII, as names of resources are (acceptance P9): no service could even compare others with the ids that it holds. */
const NO_ID = /\P{ASCII}/u;

/** A value that could lead a service to another path, or that nothing can have as its id, is no value. */
function decoded(segment: string): string | undefined {
  try {
    const value = decodeURIComponent(segment);
    return value === '' || NO_ID.test(value) || value === '.' || value === '..' || value.includes('/')
      ? undefined
      : value;
  } catch {
    return undefined;
  }
}
