/** What both sides of a comparison gave, slice by slice. */
export interface Interleaved<Subject, Control> {
  readonly subject: readonly Subject[];
  readonly control: readonly Control[];
}

/**
 * A B A B …: whatever else happens on the machine meets both sides. A first round of each, which is thrown away, warms up.
 */
export async function interleave<Subject, Control>(
  rounds: number,
  sides: { readonly subject: () => Promise<Subject>; readonly control: () => Promise<Control> },
): Promise<Interleaved<Subject, Control>> {
  await sides.control();
  await sides.subject();
  const [subject, control]: [Subject[], Control[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    control.push(await sides.control());
    subject.push(await sides.subject());
  }
  return { subject, control };
}
