import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { publicField } from './field.js';
import { DocumentSchemas } from './json-schema.js';

describe('the schemas of a document', () => {
  it('are references where they have a name, with what the field says of itself', () => {
    const schemas = new DocumentSchemas();
    const town = z.object({ name: publicField(z.string().min(1), 'Its name.') }).meta({ id: 'Town' });
    const person = z.object({
      home: publicField(town.nullable(), 'Where one lives.'),
      work: publicField(town, 'Or works.'),
    });
    const reference = { $ref: '#/components/schemas/Town' };
    expect(schemas.of(person)).toMatchObject({
      properties: {
        home: { anyOf: [reference, { type: 'null' }], description: 'Where one lives.', 'x-class': 'public' },
        work: { ...reference, description: 'Or works.', 'x-class': 'public' },
      },
    });
    expect(schemas.of(town)).toEqual(reference);
    expect(schemas.components).toEqual({
      Town: {
        type: 'object',
        properties: { name: { type: 'string', minLength: 1, description: 'Its name.', 'x-class': 'public' } },
        required: ['name'],
      },
    });
  });

  it('have one name each', () => {
    const schemas = new DocumentSchemas();
    schemas.of(z.enum(['a']).meta({ id: 'Kind' }));
    expect(() => schemas.of(z.enum(['b']).meta({ id: 'Kind' }))).toThrow('two schemas have the name Kind');
  });

  it('have no name of their own when they extend one that has', () => {
    const town = z.object({}).meta({ id: 'Town' });
    expect(new DocumentSchemas().of(town.extend({ size: z.number() }))).toHaveProperty('properties.size');
  });
});
