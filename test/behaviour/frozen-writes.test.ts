import { workflow } from "@stepspan/dsl";
import { createEngine, type StepError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { ended } from "../support/trial.ts";

describe("an attempt that fails by writing to a frozen value", () => {
  it("has one that names every parameter to which it may have written", async () => {
    const run = await ended(
      createEngine().run(
        workflow("values")
          .step("source", { run: () => ({ name: "Ada" }) })
          .step("spoil", {
            params: {
              left: ({ stepSpan }) => stepSpan("source").output,
              right: ({ stepSpan }) => stepSpan("source").output,
            },
            run: ({ left }) => void Object.assign(left, { name: "x" }),
          }),
      ),
    );
    expect(run.span("spoil").error?.message).toContain(
      'Parameters "left", "right" are frozen, because other steps read the same value. Copy it first, for example with structuredClone().',
    );
  });

  it("has no such words if it wrote to something else, or threw another error", async () => {
    const own = Object.freeze({ name: "Ada" });
    const run = await ended(
      createEngine().run(
        workflow("values", { failFast: false })
          .step("elsewhere", { params: { day: "Friday" }, run: () => void Object.assign(own, { name: "x" }) })
          .step("otherwise", {
            params: { user: () => ({ name: "Ada" }) },
            run: () => {
              throw new TypeError("Cannot read properties of undefined");
            },
          }),
      ),
    );
    for (const { error } of run.spans) expect(error?.message).not.toContain("frozen, because");
  });

  it.each([
    ["sets a property", (user: { name: string }) => (user.name = "x")],
    ["adds one", (user: object) => Object.assign(user, { more: 1 })],
    ["deletes one", (user: { name?: string }) => delete user.name],
    ["sorts a list", (user: { list?: number[] }) => user.list?.sort()],
    ["pushes to a list", (user: { list?: number[] }) => user.list?.push(1)],
  ])("has an error that names the parameter and says to copy it first: %s", async (_name, write) => {
    const run = await ended(
      createEngine().run(
        workflow("values")
          .step("source", { run: () => ({ name: "Ada", list: [2, 1] }) })
          .step("spoil", {
            params: { user: ({ stepSpan }) => stepSpan("source").output, day: "Friday" },
            run: ({ user }) => void write(user),
          }),
      ),
    );
    const error = run.span("spoil").error as StepError;
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(error.message).toContain(
      'Parameter "user" is frozen, because other steps read the same value. Copy it first, for example with structuredClone().',
    );
  });
});
