/** A second copy of the engine is loaded: the same version, or with `other` one that carries contexts in another way. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { workflow } from "@stepspan/dsl";
import * as first from "@stepspan/engine";
import { print } from "./print.ts";

const engine = join(import.meta.dirname, "../../../packages/engine");
const folder = mkdtempSync(join(tmpdir(), "stepspan-copy-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const name of ["src", "package.json"]) cpSync(join(engine, name), join(folder, name), { recursive: true });
symlinkSync(join(engine, "node_modules"), join(folder, "node_modules"));
if (process.argv[2] === "other") {
  const slot = join(folder, "src/context/slot.ts");
  writeFileSync(slot, readFileSync(slot, "utf8").replace("const version = 3;", "const version = 4;"));
}

first.createEngine();
const second: typeof first = await import(pathToFileURL(join(folder, "src/index.ts")).href);
print({ isACopy: second.createEngine !== first.createEngine });
const seen = workflow("seen")
  .step("give", { run: () => "given" })
  .step("look", {
    dependsOn: ["give"],
    run: () => [first, second].map(({ currentSpan, stepSpan }) => [currentSpan().name, stepSpan("give").output]),
  });
for (const { createEngine } of [first, second]) {
  try {
    print((await createEngine().run(seen)).output);
  } catch (error) {
    const { name, cause } = error as Error;
    print({ name, message: (cause as Error | undefined)?.message ?? (error as Error).message });
  }
}
