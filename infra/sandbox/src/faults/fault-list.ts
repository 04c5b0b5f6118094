import { type Fault, type Occasion, strikes } from './fault.js';

/** A fault on the list; it has struck `used` times. */
export type ListedFault = Fault & { readonly id: string; readonly used: number };

export type FaultList = ReturnType<typeof createFaultList>;

/** The faults in their order: the first one that strikes and is not used up is the one that counts. */
export function createFaultList() {
  let faults: ListedFault[] = [];
  let lastId = 0;

  const listed = (fault: Fault): ListedFault => ({ ...fault, id: String(++lastId), used: 0 });

  return {
    all: (): readonly ListedFault[] => faults,

    add(fault: Fault): ListedFault {
      const added = listed(fault);
      faults = [...faults, added];
      return added;
    },

    replace(replacements: readonly Fault[]): void {
      faults = replacements.map(listed);
    },

    /** False when there is no such fault. */
    remove(id: string): boolean {
      const before = faults.length;
      faults = faults.filter((fault) => fault.id !== id);
      return faults.length < before;
    },

    /** The fault that strikes now, counted as used. */
    take(occasion: Occasion, recipient = ''): Fault | undefined {
      const struck = faults.find(
        (fault) => fault.used < (fault.times ?? Number.POSITIVE_INFINITY) && strikes(fault, occasion, recipient),
      );
      if (struck) faults = faults.map((fault) => (fault === struck ? { ...fault, used: fault.used + 1 } : fault));
      return struck;
    },
  };
}
