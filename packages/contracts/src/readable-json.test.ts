import { describe, expect, it } from '@jest/globals';
import { catalog } from './catalog.js';
import { openApiDocument } from './openapi.js';
import { readableJson } from './readable-json.js';

describe('readable JSON', () => {
  it('says the same as JSON', () => {
    const odd = { 'a"b': [null, undefined, 1.5, '한\n', {}, []], left: undefined, deep: { x: 'y'.repeat(200) } };
    for (const value of [odd, openApiDocument(catalog), 'text', null, []])
      expect(JSON.parse(readableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  });

  it('has what fits on a line on one, and everything else below each other', () => {
    expect(readableJson({ type: 'string', format: 'uuid' })).toBe('{ "type": "string", "format": "uuid" }\n');
    const long = 'x'.repeat(150);
    expect(readableJson({ a: long, b: [1, 2] })).toBe(`{\n  "a": "${long}",\n  "b": [1, 2]\n}\n`);
  });
});
