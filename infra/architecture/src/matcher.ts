/** Whether a path, or the name of a module, is one of these: `*` stops at a slash, `**` does not, and `{a,b}` are alternatives. */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.map(patternOf);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

const pieces = /\/\*\*$|\*\*\/|\*\*|\*|\{[^}]*\}|[^*{/]+|\//g;

function patternOf(glob: string): RegExp {
  const source = (glob.match(pieces) ?? []).map((piece) => {
    if (piece === '/**') return '(?:/.*)?';
    if (piece === '**/') return '(?:.*/)?';
    if (piece === '**') return '.*';
    if (piece === '*') return '[^/]*';
    if (piece.startsWith('{')) return `(?:${piece.slice(1, -1).split(',').map(patternOf).map(bare).join('|')})`;
    return piece.replace(/[.+?^$()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`);
}

const bare = ({ source }: RegExp): string => source.slice(1, -1);
