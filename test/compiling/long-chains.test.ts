import { describe, expect, it } from "vitest";
import { chainProgram, chainStyles } from "./chain-programs.ts";
import { compileProgram } from "./compile-program.ts";

const styles = Object.keys(chainStyles) as (keyof typeof chainStyles)[];

describe("a workflow of 400 chained steps", { timeout: 300_000 }, () => {
  it.each(styles)("type-checks without an error, in the style %s", (style) => {
    expect(compileProgram(chainProgram(style, 400)).errors).toEqual([]);
  });
});

describe("twice the steps", { timeout: 300_000 }, () => {
  it.each(styles)("cost the compiler clearly less than four times the work, in the style %s", (style) => {
    const [none, half, all] = [1, 100, 200].map((length) => compileProgram(chainProgram(style, length)).instantiations);
    expect((all! - none!) / (half! - none!)).toBeLessThan(2.8); // one for each length
  });
});

describe("a program that does not type-check", { timeout: 300_000 }, () => {
  it("is told with its error and the place", () => {
    const program = chainProgram("lambdas", 10);
    const misread = program.replace(/\.returns\(.*/, '.returns(({ stepSpan }) => stepSpan("step10").output.total);');
    const { errors } = compileProgram(misread);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /^.*program\.mts\(\d+,\d+\): error TS2345: Argument of type '"step10"' is not assignable/,
    );
  });

  it("is told how to read a step that may have no output", () => {
    const program = chainProgram("lambdas", 10);
    const misread = program.replace(/\.returns\(.*/, '.returns(({ stepSpan }) => stepSpan("step4").output.total);');
    const { errors } = compileProgram(misread);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /: error TS2345: Argument of type '"step4"' is not assignable to parameter of type '"\\"step4\\" may have no output: read it with \{ default: null \} or \{ settled: true \}"'\.$/,
    );
  });
});
