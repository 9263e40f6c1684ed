import { createEngine, MissingResourceError, perRun } from "stepspan";
import { describe, expect, it } from "vitest";
import { connect, count } from "./resources.ts";

describe("count", () => {
  it("has a connection of its own for each run, which is closed when the run is over", async () => {
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    await using engine = createEngine({ resources: { db: perRun(() => connect(log)) } });
    await engine.run(count, { what: "apples" }, { resources: { log } });
    await engine.run(count, { what: "pears" }, { resources: { log } });

    expect(lines).toEqual([
      ...["connection opened", "6 apples", "connection closed"],
      ...["connection opened", "5 pears", "connection closed"],
    ]);
  });

  it("does not compile without a connection, and says so in plain JavaScript", async () => {
    await using engine = createEngine();
    const log = () => {};
    // @ts-expect-error the run has to bring the resource "db"
    const running = engine.run(count, { what: "apples" }, { resources: { log } });

    const error = await running.catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ cause: { cause: expect.any(MissingResourceError) } });
  });
});
