import { type ClassRegistry, createClassRegistry } from "../../state/class-registry.ts";

/** A class of which instances are kept in the cases. */
export class Amount {
  readonly cents: number;
  readonly currency: string;

  constructor(cents: number, currency: string) {
    this.cents = cents;
    this.currency = currency;
  }
}

/** A registry with the classes of the cases. */
export function classesOfCases(): ClassRegistry {
  const classes = createClassRegistry();
  classes.registerClass(Amount, {
    encode: ({ cents, currency }) => ({ cents, currency }),
    decode: ({ cents, currency }) => new Amount(cents, currency),
  });
  return classes;
}
