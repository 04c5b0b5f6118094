import { matcher } from './matcher.js';

export const isTest = matcher(['**/*.test.{ts,tsx}', '**/test/**']);

const codeOfProduct = matcher(['{packages,services}/*/src/**', 'infra/*/{src,boot}/**']);

/** What runs outside of tests. `testing` is there for tests alone, yet keeps to the graph. */
export const isProduct = (path: string): boolean => codeOfProduct(path) && !isTest(path);

/** `packages/call` of each file in it. */
export const workspaceOf = (path: string): string => path.split('/').slice(0, 2).join('/');

/** `@genkan/config` of `@genkan/config/clock`. */
export const packageOf = (module: string): string =>
  module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');

export const isRelative = (module: string): boolean => module.startsWith('.');

/** Path that a relative import names, without its extension. */
export function resolve(from: string, module: string): string {
  const path: string[] = [];
  for (const step of [...from.split('/').slice(0, -1), ...module.split('/')]) {
    if (step === '..') path.pop();
    else if (step !== '.') path.push(step);
  }
  return withoutExtension(path.join('/'));
}

export const withoutExtension = (path: string): string => path.replace(/\.m?[jt]sx?$/, '');
