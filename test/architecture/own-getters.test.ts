import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Node, parse } from "acorn";
import { transformSync } from "esbuild";
import { expect, it } from "vitest";

const source = join(import.meta.dirname, "../../packages/engine/src");

/** Made once for each plan, once for the process, and only for an input that cannot be frozen. */
const exceptions = ["evaluation/lambda-scope.ts", "evaluation/memo-subject.ts", "plan/create-plan.ts"];

/** Whether there is an object with a getter that is not that of a class. */
function hasOwnGetter(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasOwnGetter);
  if (typeof node !== "object" || node === null) return false;
  const { type, kind } = node as Node & { readonly kind?: string };
  return (type === "Property" && kind === "get") || Object.values(node).some(hasOwnGetter);
}

// V8 gives an object with a getter of its own a hidden class of its own, which keeps what the getter knows until the next
// major collection: with one for each run a run of ten steps took half as long again.
it("what is made for a run, a step or an item has getters of classes only", () => {
  const files = globSync("**/*.ts", { cwd: source }).filter((file) => !/\.test(-d)?\.ts$|^testing\//.test(file));
  const found = files.filter((file) => {
    const { code } = transformSync(readFileSync(join(source, file), "utf8"), { loader: "ts", target: "esnext" });
    return hasOwnGetter(parse(code, { ecmaVersion: "latest", sourceType: "module" }));
  });
  expect(found.sort()).toEqual(exceptions);
});
