import type { Engine, Runnable } from "@stepspan/engine";
import { createRestateEngine } from "@stepspan/restate";
import { workflow } from "stepspan";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";

interface Database {
  query(text: string): Promise<readonly string[]>;
}

const urls = { ingressUrl: "http://127.0.0.1:8080", adminUrl: "http://127.0.0.1:9070" };
const report = workflow("report", { input: z.object({ day: z.string() }) }).step("load", { run: () => [1] });
declare const needy: Runnable<undefined, string, Record<string, never>, { database: Database }>;

describe("an engine on Restate", () => {
  it("has the interface of the engine", () => {
    const engine = createRestateEngine(urls);
    expectTypeOf(engine).toExtend<Engine<{}>>();
    expectTypeOf(engine.run(report, { day: "today" }).then(({ output }) => output)).resolves.toEqualTypeOf<number[]>();
    // @ts-expect-error the input is missing
    void engine.run(report);
  });

  it("is told which resources the workers have, and its runs need not bring them", () => {
    void createRestateEngine<{ database: Database }>(urls).run(needy);
    // @ts-expect-error nobody said that the workers have them
    void createRestateEngine(urls).run(needy);
  });
});
