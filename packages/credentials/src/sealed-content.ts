import { z } from 'zod';

/**
 * JSON that is encrypted in a column: what is in it, and how older rows are read. Rows live longer than code, so they are opened by parsing:
 * a field that came later has a default, and what an older version held in another shape is brought up to date by a step.
 */
export interface SealedContent<Schema extends z.ZodType<object> = z.ZodType<object>> {
  /** A row is bound to it (`member:<id>`), so it is never changed. */
  readonly name: string;
  /** Counts the releases of the schema, from 1: any change is a new version with a golden sample of its own. */
  readonly version: number;
  /** What is stored, which is less strict than what is asked today: a limit that came later must not close older rows. No transforms. */
  readonly schema: Schema;
  /** Step n makes content of version n one of version n + 1; only where a default in the schema is not enough. */
  readonly upgrades?: { readonly [version: number]: (older: unknown) => unknown };
}

/** What a sealed content is when it is open. */
export type ContentOf<Content extends SealedContent> = z.infer<Content['schema']>;

/** A schema for each field of `Fields`, as the shape of an object: `z.object({ … } satisfies SchemasOf<Address>)` forgets none. */
export type SchemasOf<Fields> = { readonly [Field in keyof Fields]-?: z.ZodType<Fields[Field]> };

/** Defines a sealed content. Golden samples of each version lie in `golden/<name>.v<version>.json` of the service (ADR 15). */
export const defineSealedContent = <Schema extends z.ZodType<object>>(
  content: SealedContent<Schema>,
): SealedContent<Schema> => content;

/** Stored content does not fit its schema, or a step could not read it. Says where, never what. */
export class SealedContentBroken extends Error {
  override readonly name = 'SealedContentBroken';
  constructor(content: string, version: number, paths: readonly string[]) {
    super(`the sealed ${content} of version ${version} does not fit its schema at: ${paths.join(', ')}`);
  }
}

/** A newer release wrote this content, and this one would lose a part of it. Passes with the deployment: messaging and HTTP try again. */
export class SealedContentNewer extends Error {
  override readonly name = 'SealedContentNewer';
  readonly code = 'SEALED_CONTENT_NEWER';
  constructor(content: string, version: number, known: number) {
    super(`the sealed ${content} has version ${version}, and this release knows ${known}`);
  }
}

/** The text to seal. */
export const writeContent = <Content extends SealedContent>(content: Content, value: ContentOf<Content>): string =>
  JSON.stringify({ $version: content.version, ...value });

/**
 * Reads the text of a row, also of an older version. Of a newer one it reads what this release knows, unless it is read to be changed.
 *
 * @throws SealedContentBroken when it does not fit
 * @throws SealedContentNewer when it is newer and does not fit, or is to be changed: what this release does not know would be lost
 */
export function readContent<Content extends SealedContent>(
  { name, version, schema, upgrades = {} }: Content,
  text: string,
  { toChange = false }: { readonly toChange?: boolean } = {},
): ContentOf<Content> {
  const { stored, storedVersion } = versionOf(parseJson(text));
  if (storedVersion > version && toChange) throw new SealedContentNewer(name, storedVersion, version);
  try {
    let content = stored;
    for (let at = storedVersion; at < version; at += 1) content = upgrades[at]?.(content) ?? content;
    return schema.parse(content) as ContentOf<Content>;
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    if (storedVersion > version) throw new SealedContentNewer(name, storedVersion, version);
    throw new SealedContentBroken(name, storedVersion, pathsOf(error));
  }
}

/** A row without a version was stored before contents had versions: it is version 1. */
function versionOf(json: unknown): { readonly stored: unknown; readonly storedVersion: number } {
  if (typeof json !== 'object' || json === null || !('$version' in json)) return { stored: json, storedVersion: 1 };
  const { $version, ...stored } = json;
  return { stored, storedVersion: Number($version) };
}

/** Undefined for a text that is no JSON. It does not throw, because the message of a SyntaxError quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const pathsOf = ({ issues }: z.ZodError): string[] => issues.map(({ path }) => path.join('.') || 'the whole');
