import { describe, expect, it } from "vitest";
import { defineEvent } from "../define-event.ts";
import type { AnyWorkflow } from "../types/workflow.ts";
import { workflow } from "../workflow.ts";

const run = () => 1;

const report = workflow("report")
  .step("fetch", { run })
  .step("validate", { params: { fetched: ({ stepSpan }) => stepSpan("fetch").output }, run: ({ fetched }) => fetched })
  .step("price", { when: ({ stepSpan }) => stepSpan("validate").output > 0, run })
  .step("merge", {
    dependsOn: ["fetch"],
    skipWith: ["price"],
    params: {
      both: ({ stepSpan, input }) => (input === 1 ? stepSpan("fetch").output : stepSpan("validate").output),
      again: ({ stepSpan, input }) => (input === 2 ? stepSpan("fetch").output : 1),
    },
    run: ({ both }) => both,
  })
  .step("close", { always: true, dependsOn: ["merge"], run })
  .step("report", { always: true, dependsOn: ["merge"], when: ({ input }) => input === 1, run });

const asked = defineEvent("asked");
const kinds = workflow("kinds")
  .step("ask", { run })
  .wait("answer", { event: asked })
  .sleep("pause", 5)
  .race("first", { of: ["answer", "pause"] })
  .map("each", { over: ({ stepSpan }) => [stepSpan("ask").output], run })
  .loop("again", { run, until: ({ stepSpan }) => stepSpan("ask").output > 0, maxIterations: 2, when: () => true })
  .on("asked", { event: asked, run });

const hostileNames = [
  'a"b',
  "a]b)c}d>e|f",
  "a\nb\0c",
  "<img src=x onerror=alert(1)>",
  "%%{init: {}}%%",
  "`**bold**` $$x$$",
  "end",
  "a --> b; click a",
  "#quot; &lt;",
  "\\N \\",
  "\u202ereversed",
  "__proto__",
  "x".repeat(10_000),
];

function hostile(): AnyWorkflow {
  return hostileNames.reduce<AnyWorkflow>((built, name) => built.step(name, { run }), workflow('w"\\<&\n'));
}

describe("what is no plain step", () => {
  it("says what it is", () => {
    expect(kinds.toMermaid()).toBe(`flowchart TD
  n0["ask"]
  n1{{"answer (wait)"}}
  n2{{"pause (sleep)"}}
  n3["first (race)"]
  n4["each (map)"]
  n5{{"again (loop)"}}
  n6["asked (on)"]
  n1 --o|"of"| n3
  n2 --o|"of"| n3
  n0 --> n4
  n0 --> n5
`);
    expect(kinds.toDot()).toBe(`digraph "kinds" {
  n0 [label="ask", shape=box];
  n1 [label="answer (wait)", shape=hexagon];
  n2 [label="pause (sleep)", shape=hexagon];
  n3 [label="first (race)", shape=box];
  n4 [label="each (map)", shape=box];
  n5 [label="again (loop)", shape=hexagon];
  n6 [label="asked (on)", shape=box];
  n1 -> n3 [label="of", arrowhead=odot];
  n2 -> n3 [label="of", arrowhead=odot];
  n0 -> n4;
  n0 -> n5;
}
`);
  });

  it("has its kind in the graph", () => {
    const { graph } = kinds;
    expect(graph.mapNodes((name, { kind, guarded }) => `${name} ${kind} ${guarded}`)).toEqual([
      "ask step false",
      "answer wait true",
      "pause sleep true",
      "first race false",
      "each map false",
      "again loop true",
      "asked on false",
    ]);
    const edges = graph.mapEdges((_, { kind, parameter }, from, to) => [from, to, kind, parameter]);
    expect(edges).toEqual([
      ["answer", "first", "order", null],
      ["pause", "first", "order", null],
      ["ask", "each", "data", "over"],
      ["ask", "again", "data", "until"],
    ]);
  });
});

describe("toMermaid", () => {
  it("draws each kind of step and of arrow in its own way", () => {
    expect(report.toMermaid()).toBe(`flowchart TD
  n0["fetch"]
  n1["validate"]
  n2{{"price"}}
  n3{{"merge"}}
  n4[["close"]]
  n5[/"report"/]
  n0 --> n1
  n1 ==>|"when"| n2
  n0 --o|"dependsOn"| n3
  n2 --o|"skipWith"| n3
  n0 -.->|"conditional"| n3
  n1 -.->|"conditional"| n3
  n3 --o|"dependsOn"| n4
  n3 --o|"dependsOn"| n5
`);
  });

  it("shows hostile names as text", () => {
    expect(hostile().toMermaid()).toBe(`flowchart TD
  n0["a#34;b"]
  n1["a]b)c}d#62;e|f"]
  n2["a#92;u000ab#92;u0000c"]
  n3["#60;img src=x onerror=alert(1)#62;"]
  n4["#37;#37;{init: {}}#37;#37;"]
  n5["#96;**bold**#96; #36;#36;x#36;#36;"]
  n6["end"]
  n7["a --#62; b#59; click a"]
  n8["#35;quot#59; #38;lt#59;"]
  n9["#92;N #92;"]
  n10["#92;u202ereversed"]
  n11["__proto__"]
  n12["${"x".repeat(59)}…"]
`);
  });

  it("draws a workflow without steps", () => {
    expect(workflow("empty").toMermaid()).toBe("flowchart TD\n");
  });
});

describe("toDot", () => {
  it("draws each kind of step and of arrow in its own way", () => {
    expect(report.toDot()).toBe(`digraph "report" {
  n0 [label="fetch", shape=box];
  n1 [label="validate", shape=box];
  n2 [label="price", shape=hexagon];
  n3 [label="merge", shape=hexagon];
  n4 [label="close", shape=box, peripheries=2];
  n5 [label="report", shape=hexagon, peripheries=2];
  n0 -> n1;
  n1 -> n2 [label="when", style=bold];
  n0 -> n3 [label="dependsOn", arrowhead=odot];
  n2 -> n3 [label="skipWith", arrowhead=odot];
  n0 -> n3 [label="conditional", style=dashed];
  n1 -> n3 [label="conditional", style=dashed];
  n3 -> n4 [label="dependsOn", arrowhead=odot];
  n3 -> n5 [label="dependsOn", arrowhead=odot];
}
`);
  });

  it("shows hostile names as text", () => {
    expect(hostile().toDot()).toBe(`digraph "w\\"\\\\<&amp;\\\\u000a" {
  n0 [label="a\\"b", shape=box];
  n1 [label="a]b)c}d>e|f", shape=box];
  n2 [label="a\\\\u000ab\\\\u0000c", shape=box];
  n3 [label="<img src=x onerror=alert(1)>", shape=box];
  n4 [label="%%{init: {}}%%", shape=box];
  n5 [label="\`**bold**\` $$x$$", shape=box];
  n6 [label="end", shape=box];
  n7 [label="a --> b; click a", shape=box];
  n8 [label="#quot; &amp;lt;", shape=box];
  n9 [label="\\\\N \\\\", shape=box];
  n10 [label="\\\\u202ereversed", shape=box];
  n11 [label="__proto__", shape=box];
  n12 [label="${"x".repeat(59)}…", shape=box];
}
`);
  });

  it("draws a dynamic dependency", () => {
    const name = ["a"].join("");
    const built = (workflow("w") as AnyWorkflow).step("a", { run }).step("b", {
      params: { a: ({ stepSpan, input }) => (input === 1 ? 0 : stepSpan(name).output) },
      run,
    });
    expect(built.toDot()).toContain('  n0 -> n1 [label="dynamic", style=dashed];');
  });
});
