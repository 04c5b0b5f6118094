/** One line of `results/latest.json`. A higher ratio is better; `target` is null where a figure is only reported. */
export interface Figure {
  readonly name: string;
  readonly subject: number;
  /** What the subject is compared with, in the same unit; null where there is nothing to compare. */
  readonly control: number | null;
  readonly ratio: number | null;
  readonly target: number | null;
  readonly unit: string;
}

/** More is better: ratio = subject ÷ control. */
export const atLeast = (
  name: string,
  unit: string,
  { subject, control, target }: { subject: number; control: number; target: number | null },
): Figure => ({ name, subject: tidy(subject), control: tidy(control), ratio: tidy(subject / control), target, unit });

/** Less is better: the limit is the control, ratio = limit ÷ measured, target 1. */
export const atMost = (
  name: string,
  unit: string,
  { measured, limit }: { measured: number; limit: number },
): Figure => ({ name, subject: tidy(measured), control: limit, ratio: tidy(limit / measured), target: 1, unit });

/** Only told. */
export const told = (name: string, unit: string, value: number): Figure => ({
  name,
  subject: tidy(value),
  control: null,
  ratio: null,
  target: null,
  unit,
});

export const isMissed = ({ ratio, target }: Figure): boolean => target !== null && ratio !== null && ratio < target;

/** Four digits are more than any of this is worth. */
const tidy = (value: number): number => Number(value.toPrecision(4));
