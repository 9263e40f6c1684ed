import { describe, expect, it } from "vitest";
import { valuePath } from "./value-path.ts";

describe("valuePath", () => {
  it.each([
    [[], ""],
    [["order", "items", 0, "price"], ".order.items[0].price"],
    [[3], "[3]"],
    [["$ok", "_ok", "größe", "a1"], ".$ok._ok.größe.a1"],
    [["content-type"], '["content-type"]'],
    [["a.b", ""], '["a.b"][""]'],
    [["0"], '["0"]'],
    [["a\nb", 'say "x"'], '["a\\nb"]["say \\"x\\""]'],
    [["__proto__", "then"], ".__proto__.then"],
    [["meta", Symbol("key")], ".meta[Symbol(key)]"],
  ])("is written as code would be: %j", (keys, path) => {
    expect(valuePath(keys)).toBe(path);
  });
});
