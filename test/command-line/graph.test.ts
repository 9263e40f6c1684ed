import { describe, expect, it } from "vitest";
import { parcel } from "./programs/flows.ts";
import { stepspan } from "./support/command-line.ts";

const graph = (...words: string[]) => stepspan(["graph", "flows.ts", ...words]);

describe("stepspan graph", () => {
  it.each([
    ["mermaid", parcel.toMermaid()],
    ["dot", parcel.toDot()],
    ["svg", parcel.toSvg()],
  ])("draws a workflow as %s, as the workflow itself does", async (format, expected) => {
    const { code, stdout, stderr } = await graph("send-parcel", "--format", format);
    expect([code, stdout.trimEnd(), stderr]).toEqual([0, expected.trimEnd(), ""]);
  });

  it("gives steps and edges as JSON", async () => {
    const { code, stdout } = await graph("send-parcel", "-f", "json");
    expect(code).toBe(0);
    const { workflow, steps, edges } = JSON.parse(stdout);
    expect([workflow, steps.map(({ name }: { name: string }) => name)]).toEqual([
      "send-parcel",
      ["validate", "byBicycle", "byTruck", "confirm"],
    ]);
    expect(steps[1]).toEqual({ name: "byBicycle", kind: "step", guarded: true, always: false });
    expect(edges[0]).toEqual({
      ...{ from: "validate", to: "byBicycle", kind: "guard", certainty: "required" },
      ...{ parameter: null, path: ["output", "isHeavy"], option: null },
    });
  });

  it("refuses other formats, and says which there are", async () => {
    expect(await graph("send-parcel", "--format", "png")).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: option '-f, --format <format>' argument 'png' is invalid. Allowed choices are mermaid, dot, svg, json.\n",
    }); // biome-ignore format: a text
  });

  it("draws hostile names as text", async () => {
    for (const format of ["mermaid", "dot", "svg", "json"]) {
      const { stdout } = await stepspan(["graph", "hostile-flows.ts", "hostile", "--format", format]);
      expect(stdout).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});
