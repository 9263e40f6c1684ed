import { describe, expect, it } from "vitest";
import { stepsByHand } from "./support/steps-by-hand.ts";
import { inTerminal, shape } from "./support/terminal.ts";

const escapeCode = "\u001b";

/** The picture may come in pieces: what is expected of it is true once it has come whole. */
function soon<Seen>(see: () => Seen) {
  return expect.poll(see, { timeout: 20_000, interval: 20 });
}

describe("the live view", () => {
  it("has a line for each step, in place, and leaves a last picture and the cursor", async () => {
    const steps = await stepsByHand();
    const command = inTerminal(["run", "held-flows.ts", "branches"], { env: steps.env });
    await steps.begun("right");
    await steps.goOn("left");
    await command.until((lines) => lines.some((line) => line.startsWith("✔ left")));
    await soon(() => shape(command.lines)).toEqual([
      "✔ left  ▇  TIME",
      "* right  ▇  TIME",
      "· merge",
      "· tidy",
      "* branches runs · TIME · 1 of 4 steps done · 1 running",
    ]);
    expect(command.hasCursor).toBe(false);
    await steps.goOn("right");
    expect(await command.ended).toEqual({ code: 0, signal: 0 });
    expect(shape(command.history)).toEqual([
      "✔ left  ▇  TIME",
      "✔ right  ▇  TIME",
      "✔ merge  ▇  TIME",
      "✔ tidy  ▇  TIME",
      "✔ branches succeeded · TIME · 4 of 4 steps done",
      '"merged"',
    ]);
    expect(command.hasCursor).toBe(true);
  });

  it("shows what failed, why, and what became of the others, and the error in full below", async () => {
    const command = inTerminal(["run", "flows.ts", "failing"]);
    expect(await command.ended).toEqual({ code: 1, signal: 0 });
    expect(shape(command.history)).toEqual([
      "✔ first  ▇  TIME",
      "✖ second  ▇  TIME  attempt 2 · no such table: prices",
      "⊘ third  skipped · because of second",
      "✖ failing failed · TIME · 3 of 3 steps done · 1 failed",
      "",
      'error: Step "second" failed on attempt 2: Error: no such table: prices.',
      expect.stringMatching(/^ {2}at run \(PROGRAMS\/flows\.ts:\d+:\d+\)$/),
    ]);
  });

  it("has one line with counts for a map", async () => {
    const steps = await stepsByHand();
    const command = inTerminal(["run", "held-flows.ts", "items"], { env: steps.env });
    await steps.goOn("a");
    await steps.goOn("b", "no such item");
    await steps.begun("d");
    await command.until((lines) => lines[0]?.includes("1 failed, 2 running") === true);
    await soon(() => shape(command.lines)).toEqual([
      "* each  ▇  TIME  2/4, 1 failed, 2 running · no such item",
      "* items runs · TIME · 0 of 1 step done · 1 running",
    ]);
    await steps.goOn("c");
    await steps.goOn("d");
    expect((await command.ended).code).toBe(0);
    expect(shape(command.history).slice(0, 2)).toEqual([
      "✔ each  ▇  TIME  4/4, 1 failed",
      "✔ items succeeded · TIME · 1 of 1 step done",
    ]);
  });

  it("shows the steps of a sub-workflow below it, once that has begun", async () => {
    const steps = await stepsByHand();
    const command = inTerminal(["run", "held-flows.ts", "nested"], { env: steps.env });
    await steps.begun("inner");
    await command.until((lines) => lines.some((line) => line.includes("2 running")));
    await soon(() => shape(command.lines)).toEqual([
      "* outer  ▇  TIME",
      "*  inner  ▇  TIME",
      "·  after",
      "* nested runs · TIME · 0 of 3 steps done · 2 running",
    ]);
    await steps.goOn("inner");
    expect((await command.ended).code).toBe(0);
  });

  it("folds to the height of the terminal: what failed and what runs is shown, the others are counted", async () => {
    const steps = await stepsByHand();
    const words = ["run", "held-flows.ts", "many", "--concurrency", "3"];
    const command = inTerminal(words, { env: steps.env, rows: 10 });
    await steps.goOn("step0", "out of order");
    await steps.goOn("step1");
    await steps.begun("step4");
    await command.until((lines) => lines.at(-1)?.includes("2 of 40 steps done · 3 running · 1 failed") === true);
    await soon(() => shape(command.lines)).toEqual([
      "✖ step0  ▇  TIME  out of order",
      "* step2  ▇  TIME",
      "* step3  ▇  TIME",
      "* step4  ▇  TIME",
      ...["step5", "step6", "step7"].map((name) => `○ ${name}  ▇  in the queue`),
      "… 33 more: 32 queued, 1 succeeded",
      "* many runs · TIME · 2 of 40 steps done · 3 running · 1 failed",
    ]);
    expect(command.history).toEqual(command.lines);
  });

  it("is drawn anew for another size, without remains of the old one", async () => {
    const steps = await stepsByHand();
    const command = inTerminal(["run", "held-flows.ts", "branches"], { env: steps.env });
    await steps.begun("left");
    await steps.begun("right");
    await command.until((lines) => lines.some((line) => line.includes("2 running")));
    for (const [columns, rows] of [
      [30, 24],
      [120, 40],
      [24, 8],
    ] as const) {
      command.resize(columns, rows);
      const isDrawn = (lines: readonly string[]) =>
        lines.length === 5 &&
        lines.every((line) => line.length < columns) &&
        lines[4]?.includes("branches runs") === true;
      await command.until((lines) => isDrawn(lines) && lines[0]!.startsWith("⠋"));
      await soon(() => command.lines.map((line) => /\w+/.exec(line)?.[0])).toEqual([
        "left",
        "right",
        "merge",
        "tidy",
        "branches",
      ]);
    }
    await steps.goOn("left");
    await steps.goOn("right");
    expect((await command.ended).code).toBe(0);
    await soon(() => command.lines.map((line) => line.split(/\s+/).slice(0, 2).join(" "))).toEqual([
      "✔ left",
      "✔ right",
      "✔ merge",
      "✔ tidy",
      "✔ branches",
      '"merged"',
    ]);
  });

  it("stays whole while steps print: that stands above it, line by line, and only colours act", async () => {
    const steps = await stepsByHand();
    const command = inTerminal(["run", "held-flows.ts", "talking"], { env: steps.env });
    await steps.begun("talk");
    await command.until((lines) => lines.some((line) => line.includes("1 running")));
    const picture = ["* talk  ▇  TIME", "* talking runs · TIME · 0 of 1 step done · 1 running"];
    const said = ["first line", "second line", "no end yet\\u001b[2Jred and \\u001b[5Aup", "warn talk: it is late"];
    await soon(() => shape(command.lines)).toEqual([...said, ...picture]);
    await steps.goOn("talk");
    expect((await command.ended).code).toBe(0);
    expect(shape(command.history)).toEqual([
      ...said,
      ", and now",
      "last",
      "✔ talk  ▇  TIME",
      "✔ talking succeeded · TIME · 1 of 1 step done",
    ]);
    expect(command.written).toContain("\u001b[31mred\u001b[0m");
  });

  it("shows hostile names as text", async () => {
    const command = inTerminal(["run", "hostile-flows.ts", "hostile"], { columns: 90 });
    expect((await command.ended).code).toBe(0);
    const names = command.history.slice(0, 7).map((line) => line.slice(0, 32).trimEnd());
    expect(names).toEqual([
      "✖ \\u001b[2J\\u001b[1;1H",
      "✖ a\\u000ab\\u000dc\\u0009z",
      "✖ \\u202egnp.exe",
      "✖ NUL\\u0000",
      "✖ \\ud800",
      "✖ 日本語 👍",
      `✖ ${"x".repeat(28)}…`,
    ]);
    expect(command.history.at(7)).toMatch(/^✔ evil \\u001b\[31m\\u009b2J succeeded/);
    expect(command.history.every((line) => line.length <= 90)).toBe(true);
  });

  it("has no colours if NO_COLOR is set, and nothing but lines on a dumb terminal", async () => {
    const plain = inTerminal(["run", "flows.ts", "failing"], { env: { NO_COLOR: "1" } });
    await plain.ended;
    const colours = new RegExp(`${escapeCode}\\[[\\d;]*m`);
    expect(plain.written).not.toMatch(colours);
    const coloured = inTerminal(["run", "flows.ts", "failing"]);
    await coloured.ended;
    expect(coloured.written).toContain("\u001b[31m✖\u001b[39m second");
    const dumb = inTerminal(["run", "flows.ts", "failing"], { env: { TERM: "dumb" } });
    await dumb.ended;
    expect(dumb.written).not.toContain(escapeCode);
    expect(dumb.lines[1]).toBe("started    first");
  });
});

describe("Ctrl-C", () => {
  const ctrlC = "\u0003";

  it("cancels the run the first time: always steps run, and the picture is the last one", async () => {
    const steps = await stepsByHand();
    const command = inTerminal(["run", "held-flows.ts", "branches"], { env: steps.env });
    await steps.begun("left");
    await steps.begun("right");
    command.type(ctrlC);
    expect(await command.ended).toEqual({ code: 130, signal: 0 });
    expect(shape(command.history).map((line) => line.replace("^C", ""))).toEqual([
      "Cancels the run. Press Ctrl-C again to stop at once.",
      "⊘ left  ▇  TIME  cancelled · Ctrl-C",
      "⊘ right  ▇  TIME  cancelled · Ctrl-C",
      "⊘ merge  cancelled · Ctrl-C",
      "✔ tidy  ▇  TIME",
      "⊘ branches cancelled · TIME · 4 of 4 steps done",
    ]);
    expect(command.hasCursor).toBe(true);
  });

  it("stops at once the second time, whatever the steps do", async () => {
    const steps = await stepsByHand();
    const command = inTerminal(["run", "held-flows.ts", "deaf"], { env: steps.env });
    await steps.begun("deaf");
    command.type(ctrlC);
    await command.until((lines) => lines.some((line) => line.includes("is being cancelled")));
    command.type(ctrlC);
    expect(await command.ended).toEqual({ code: 130, signal: 0 });
    expect(command.hasCursor).toBe(true);
    await soon(() => shape(command.lines).at(-1)?.replace("^C", "")).toBe(
      "⊘ deaf is being cancelled · TIME · 0 of 1 step done · 1 running",
    );
  });
});
