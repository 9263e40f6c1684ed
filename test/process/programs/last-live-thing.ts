/** A step that never settles is the last live thing in the process. With `caught` the program catches the error. */

import { setTimeout as delay } from "node:timers/promises";
import { workflow } from "@stepspan/dsl";
import { createEngine, RunError, StalledRunError } from "@stepspan/engine";
import { print } from "./print.ts";

const stuck = workflow("stuck")
  .step("never", { run: () => new Promise<string>(() => undefined) })
  .step("reader", { params: { text: ({ stepSpan }) => stepSpan("never").output }, run: ({ text }) => text })
  .step("tidyUp", {
    always: true,
    dependsOn: ["reader"],
    run: async () => {
      await delay(5);
      print("tidied up");
    },
  });

const result = createEngine().run(stuck);
if (process.argv[2] === "caught") {
  const error = await result.catch((thrown: unknown) => thrown);
  if (!(error instanceof RunError)) throw error;
  print({
    cause: error.cause instanceof StalledRunError,
    messages: error.errors.map(({ message }) => message),
    statuses: error.run.spans.map(({ name, status }) => `${name} ${status}`),
  });
} else {
  await result;
}
