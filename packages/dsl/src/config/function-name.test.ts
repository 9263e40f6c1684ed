import { describe, expect, it } from "vitest";
import { nameOfFunction } from "./function-name.ts";

function run() {}
const load = () => {};

describe("the name of a function", () => {
  it("is the one that it was declared with", () => {
    expect(nameOfFunction(load, "run")).toEqual({ kind: "named", name: "load" });
    expect(nameOfFunction(async function load() {}, "run")).toEqual({ kind: "named", name: "load" });
  });

  it("may be that of its property if its source says so", () => {
    expect(nameOfFunction(run, "run")).toEqual({ kind: "named", name: "run" });
    expect(nameOfFunction(async function* run() {}, "run")).toEqual({ kind: "named", name: "run" });
  });

  it("is not the name of the property that it is written at", () => {
    const options = { run: () => {}, when() {}, until: () => {}, where: async () => {} };
    for (const [key, fn] of Object.entries(options)) expect(nameOfFunction(fn, key)).toEqual({ kind: "after its key" });
  });

  it("can be missing", () => {
    expect(nameOfFunction(() => {}, "run")).toEqual({ kind: "unnamed" });
    expect(
      nameOfFunction(
        Object.defineProperty(() => {}, "name", { value: "__proto__" }),
        "run",
      ),
    ).toEqual({
      kind: "unnamed",
    });
  });
});
