const inherited = ['PATH', 'HOME', 'LANG', 'TZ', 'LOG_LEVEL'];

/** What a child may see of our own environment; all else it is told deliberately. */
export function inheritedEnv(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const entries = inherited.map((name) => [name, env[name]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
