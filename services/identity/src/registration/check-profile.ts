import type { FieldError } from '@genkan/call/field-error';
import type { PartsOf } from '@genkan/call/fitting-parts';
import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { IndividualProfile } from '@genkan/contracts/identity/members';
import type { updateRegistration } from '@genkan/contracts/identity/registration';
import type { Requirements } from './registration-rules.js';

const EARLIEST_BIRTH = '1900-01-01';

/**
 * The profile has what the country asks for, and its owner is old enough.
 *
 * @throws Refusal with every field that is not right
 */
export function checkProfile(profile: PartsOf<IndividualProfile>, required: Requirements, now: Date): void {
  const given = flatten(profile);
  const fieldErrors: FieldError[] = [
    ...required.requiredFields
      .filter((field) => !given.has(field))
      .map((field) => ({ field: `body.${field}`, code: 'required', message: 'is required in this country' })),
    ...(profile.birthDate === undefined ? [] : wrongBirthDate(profile.birthDate, required.minimumAge, now)),
  ];
  if (fieldErrors.length > 0)
    throw new Refusal<CodeOf<typeof updateRegistration>>('identity.profile_refused', { fieldErrors });
}

function wrongBirthDate(birthDate: string, minimumAge: number | null, now: Date): FieldError[] {
  const field = 'body.birthDate';
  if (birthDate < EARLIEST_BIRTH || birthDate > isoDate(now)) {
    return [{ field, code: 'out_of_range', message: 'is not a date of birth' }];
  }
  if (minimumAge === null || birthDate <= bornBefore(now, minimumAge)) return [];
  return [{ field, code: 'too_young', message: `members are ${minimumAge} or older` }];
}

const isoDate = (date: Date) => date.toISOString().slice(0, 10);

/** The latest date of birth of a person who is `age` years old now. Dates compare as text. */
const bornBefore = (now: Date, age: number) => `${now.getUTCFullYear() - age}${isoDate(now).slice(4)}`;

/** Names of the fields that differ, such as `address.city`: what a record may tell of a change. */
export function changedFields(before: IndividualProfile | null, after: IndividualProfile): string[] {
  const [old, changed] = [flatten(before ?? {}), flatten(after)];
  const names = new Set([...old.keys(), ...changed.keys()]);
  return [...names].filter((name) => old.get(name) !== changed.get(name)).sort();
}

/** The fields of an object that have a value, by their path. */
function flatten(value: object, path = ''): Map<string, unknown> {
  const fields: [string, unknown][] = Object.entries(value);
  return new Map(
    fields.flatMap(([name, field]): [string, unknown][] => {
      if (field === undefined) return [];
      return typeof field === 'object' && field !== null
        ? [...flatten(field, `${path}${name}.`)]
        : [[`${path}${name}`, field]];
    }),
  );
}
