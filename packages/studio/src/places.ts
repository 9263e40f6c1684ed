import { Refusal } from "./refusal.ts";

/** A number of places that are taken and given back. */
export interface Places {
  /** @returns a function that gives the place back, once @throws Refusal if all are taken */
  take(): () => void;
}

/** @param what what there are too many of, for the message */
export function createPlaces(most: number, what: string): Places {
  let taken = 0;
  return {
    take() {
      if (taken >= most) {
        throw new Refusal(
          503,
          `The server has ${most} ${what} open, which is the most. Close some pages, and try again.`,
        );
      }
      taken++;
      let isTaken = true;
      return () => {
        if (isTaken) taken--;
        isTaken = false;
      };
    },
  };
}
