import "@stepspan/vitest";
import { createEngine, type RunHandle, type RunSnapshot } from "stepspan";
import { describe, expect, it } from "vitest";
import { readAndAnswer, type Verdict } from "./person.ts";
import { verdict } from "./revision.ts";
import { assistant } from "./workflow.ts";

const question = "What do rolls cost?";
const facts = "Rolls cost 1 € since May. Rolls are baked at six.";
const yes: Verdict = { isApproved: true };
const no = (remark: string): Verdict => ({ isApproved: false, remark });

/** The words that were streamed until the run was over, while these verdicts were given. */
async function answered(handle: RunHandle, verdicts: readonly Verdict[]): Promise<readonly string[]> {
  const words: string[] = [];
  const left = [...verdicts];
  await readAndAnswer(handle, { hears: (word) => words.push(word), says: () => left.shift() ?? yes });
  return words;
}

/** Resolves when the run waits for a verdict. */
async function waiting(handle: RunHandle): Promise<void> {
  for await (const _ of handle.events) if (handle.waits.length > 0) return;
}

describe("assistant", () => {
  it("looks in two places, neither of which waits for the other", () => {
    expect(assistant).toHaveDependencies("notes", []);
    expect(assistant).toHaveDependencies("manual", []);
    expect(assistant).toHaveDependencies("draft", ["notes", "manual"]);
  });

  it("sends a draft that is approved at once, whose words were heard one by one", async () => {
    await using engine = createEngine();
    const handle = engine.start(assistant, { question });
    const words = await answered(handle, [yes]);
    const run = await handle.result;

    expect(words).toEqual(`Hello! ${facts}`.split(" "));
    expect(run.output).toBe(`Sent: Hello! ${facts}`);
    expect(run.span("draft").items).toHaveLength(1);
  });

  it("revises a draft that is rejected twice, with what was said to it", async () => {
    await using engine = createEngine();
    const handle = engine.start(assistant, { question });
    await answered(handle, [no("too cold"), no("too short"), yes]);
    const run = await handle.result;

    expect(run.output).toBe(`Sent: Hello, and sorry (too short)! ${facts}`);
    expect(run.span("draft").items.map(({ input }) => (input as { remark: string }).remark)).toEqual([
      "",
      "too cold",
      "too short",
    ]);
  });

  it("gives up after three drafts and sends nothing", async () => {
    await using engine = createEngine();
    const handle = engine.start(assistant, { question });
    await answered(handle, [no("no"), no("no"), no("no")]);
    const run = await handle.result;

    expect(run.output).toBe("Nobody approved, so nothing was sent.");
    expect(run.span("draft").vars).toEqual({ exhausted: true });
    expect(run).toHaveSkipped("send", "guard");
  });

  it("goes on in another engine after a snapshot that was taken while it waited, and writes no draft twice", async () => {
    const first = createEngine();
    const begun = first.start(assistant, { question });
    await waiting(begun);
    await begun.send(verdict, no("too cold"), { to: "draft#1/verdict" });
    await waiting(begun);
    const text = JSON.stringify(await begun.snapshot());
    await first.close();

    await using second = createEngine({ workflows: [assistant] });
    const handle = second.resume(JSON.parse(text) as RunSnapshot); // it is one
    const words = await answered(handle, [yes]);
    const run = await handle.result;

    expect(words).toEqual([]);
    expect(run.output).toBe(`Sent: Hello, and sorry (too cold)! ${facts}`);
  });
});
