import { type AnyWorkflow, workflow } from "stepspan";

const names = ["\u001b[2J\u001b[1;1H", "a\nb\rc\tz", "\u202egnp.exe", "NUL\0", "\ud800", "日本語 👍", "x".repeat(500)];

/** Names and texts that would act on a terminal. */
export const hostile = names.reduce<AnyWorkflow>(
  (built, name) =>
    built.step(name, {
      continueOnError: true,
      run: () => {
        throw new Error(`\u001b]0;title\u0007 ${name}`);
      },
    }),
  workflow("evil \u001b[31m\u009b2J"),
);

/** What it returns has control characters in it. */
export const output = workflow("output").step("say", { run: () => ["\u001b[2J\u009b", "\u202e", "\u2028", "ok"] });
