/** Schemas that never settle, at each border: `input`, `stepInput`, `stepOutput`, `output`. */
import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { z } from "zod";
import { print } from "./print.ts";

const never = z.number().refine(() => new Promise<boolean>(() => undefined));
const borders = {
  input: () => workflow("stuck", { input: never }).step("work", { run: () => 1 }),
  stepInput: () =>
    workflow("stuck").step("work", { input: z.object({ amount: never }), params: { amount: 1 }, run: () => 1 }),
  stepOutput: () => workflow("stuck").step("work", { output: never, run: () => 1 }),
  output: () => workflow("stuck", { output: never }).step("work", { run: () => 1 }),
};

const border = process.argv[2] as keyof typeof borders;
await createEngine()
  .run(borders[border]() as ReturnType<typeof borders.input>, 1)
  .catch((error: Error) => print(error.message.replace(/Run [-\w]+/, "Run <id>")));
