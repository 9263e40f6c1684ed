/** First a step never settles, then the finaliser does not either. */
import { workflow } from "@stepspan/dsl";
import { createEngine, type RunError } from "@stepspan/engine";
import { print } from "./print.ts";

const never = () => new Promise<string>(() => undefined);
const stuck = workflow("stuck")
  .step("never", { run: never })
  .step("neverTidy", { always: true, dependsOn: ["never"], run: never });

await createEngine()
  .run(stuck)
  .catch((error: RunError) => print(error.errors.map(({ message }) => message)));
