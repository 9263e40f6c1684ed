/** Nobody waits for a handle's result: the failure is told by its events and causes no unhandled rejection. */
import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { print } from "./print.ts";

const failing = workflow("failing").step("fail", {
  run: () => {
    throw new Error("broken");
  },
});
const handle = createEngine().start(failing);
for await (const event of handle.events) if (event.type === "run-finished") print(event.status);
