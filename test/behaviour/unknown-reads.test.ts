import { workflow } from "@stepspan/dsl";
import { DefinitionError, type ReadSpan } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { begin, causeOf } from "../support/trial.ts";

describe("a read of a step that is no earlier one", () => {
  it.each([
    ["a later one", "later", ""],
    ["its own", "reader", ""],
    ["one that is not there", "sourse", ' Did you mean "source"?'],
  ])("fails the step when it happens at run time: %s", async (_name, target, suggestion) => {
    const trial = await begin(
      workflow("suspension")
        .step("source", { run: () => target })
        .step("reader", {
          params: { value: ({ stepSpan }) => stepSpan(stepSpan("source").output as "source").output },
          run: ({ value }) => value,
        })
        .step("later", { run: () => 1 }),
    );
    const run = await trial.end();
    expect(causeOf(run, "reader")).toEqual(
      new DefinitionError(
        `Step "reader" of workflow "suspension" reads "${target}" in parameter "value", but there is no earlier step of that name.${suggestion}`,
      ),
    );
    expect(run.span("reader").attempts).toEqual([]);
  });

  it("is refused in returns too, if it is not there", async () => {
    const trial = await begin(
      workflow("suspension")
        .step("source", { run: () => "elsewhere" })
        .returns(({ stepSpan }) => stepSpan(stepSpan("source").output as "source").output),
    );
    expect((await trial.error()).errors[0]).toEqual(
      new DefinitionError(
        'The returns lambda of workflow "suspension" reads "elsewhere", but there is no earlier step of that name.',
      ),
    );
  });

  it("is an error if it comes after the lambda has returned", async () => {
    const kept: ReadSpan[] = [];
    const trial = await begin(
      workflow("suspension")
        .step("source", { run: () => 1 })
        .step("reader", {
          params: {
            value: ({ stepSpan }) => {
              kept.push(stepSpan as ReadSpan);
              return 1;
            },
          },
          run: () => 1,
        }),
    );
    await trial.end();
    expect(() => kept.at(-1)?.("source")).toThrow(
      new DefinitionError(
        "stepSpan of a lambda was called after the lambda had returned. Call it in the lambda itself.",
      ),
    );
  });
});
