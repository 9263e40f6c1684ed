import { aliases } from "./aliases.ts";
import { branches } from "./branches.ts";
import { exported } from "./exported.ts";
import { functions } from "./functions.ts";
import type { LambdaCase } from "./lambda-case.ts";
import { names } from "./names.ts";
import { statements } from "./statements.ts";
import { tries } from "./tries.ts";

/** All lambdas of the table. */
export const lambdaCases: readonly LambdaCase[] = [
  ...branches,
  ...statements,
  ...tries,
  ...names,
  ...aliases,
  ...functions,
  ...exported,
];
