import type { core } from "zod";

/** A zod schema (version 4, classic or mini). */
export type Schema = core.$ZodType;
