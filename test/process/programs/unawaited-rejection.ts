/** A step leaves a rejection alone. With `handled` the program listens to such rejections, as Node offers. */

import { setTimeout as delay } from "node:timers/promises";
import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { print } from "./print.ts";

if (process.argv[2] === "handled") {
  process.on("unhandledRejection", (reason) => print({ unhandled: (reason as Error).message }));
}

const careless = workflow("careless")
  .step("forget", {
    run: () => {
      void Promise.reject(new Error("nobody waits for me"));
      return "returned";
    },
  })
  .step("later", { dependsOn: ["forget"], run: () => delay(20, "went on") });

const run = await createEngine().run(careless);
print(run.output);
