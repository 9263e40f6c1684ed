import { type AsideKind, numberOf, textOf } from "./aside.ts";

/** A Date by its milliseconds, NaN for an invalid one. */
export const dateAside: AsideKind<Date> = {
  name: "date",
  describe: (date) => ({ facts: [date.getTime()], parts: [] }),
  restore({ facts }) {
    const time = numberOf(facts[0]);
    const date = new Date(time);
    if (!Object.is(date.getTime(), time)) throw new RangeError("no time");
    return date;
  },
};

/** A URL by its text. */
export const urlAside: AsideKind<URL> = {
  name: "url",
  describe: (url) => ({ facts: [url.href], parts: [] }),
  restore: ({ facts }) => new URL(textOf(facts[0])),
};

/** A RegExp, with the place where it goes on to search. It is compiled when read, and never run. */
export const regExpAside: AsideKind<RegExp> = {
  name: "regexp",
  describe: ({ source, flags, lastIndex }) => ({ facts: [source, flags], parts: [["lastIndex", lastIndex]] }),
  restore({ facts, parts, keep, part }) {
    const made = new RegExp(textOf(facts[0]), textOf(facts[1]));
    keep(made);
    for (const [key, value] of parts) {
      if (key !== "lastIndex") throw new TypeError("no property of a RegExp");
      made.lastIndex = part(value, key) as number; // whatever it was set to
    }
    return made;
  },
};
