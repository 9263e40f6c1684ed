import { z } from "zod";

/** A schema that gives the length of a text, and counts how often it does. */
export function createCountingSchema() {
  let count = 0;
  const schema = z.string().transform((text) => {
    count++;
    return text.length;
  });
  return { schema, parsed: () => count };
}
