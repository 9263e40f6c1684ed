import { retries, timeouts } from "./scenarios/attempts.ts";
import { failures, finalisers } from "./scenarios/failures.ts";
import { discovered, guards } from "./scenarios/guards.ts";
import { loops, maps } from "./scenarios/items.ts";
import { borders, parameters } from "./scenarios/parameters.ts";
import type { Theme } from "./theme.ts";

/** All that every host does. */
export const themes: readonly Theme[] = [
  ...[parameters, borders, guards, discovered],
  ...[failures, finalisers, retries, timeouts],
  ...[maps, loops],
];
