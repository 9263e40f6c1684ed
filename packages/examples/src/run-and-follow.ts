import { createEngine, RunError } from "stepspan";
import { sendParcel } from "./one-of-two-branches.ts";

if (import.meta.main) {
  await using engine = createEngine({ concurrency: 8 });

  const run = await engine.run(sendParcel, { weight: 2, address: "Main Street 1" }, { metadata: { request: "r-1" } });
  console.log(run.output); // typed as what the workflow returns
  for (const { name, status, duration } of run.spans) console.log(`${name}: ${status}, ${Math.round(duration)} ms`);

  const handle = engine.start(sendParcel, { weight: 50, address: "Main Street 1" });
  for await (const event of handle.events) console.log(event.type);

  const parcel = { weight: 50, address: "Main Street 1" };
  const signal = AbortSignal.abort("the shop is closed");
  await engine.run(sendParcel, parcel, { signal }).catch((error) => {
    if (!(error instanceof RunError)) throw error;
    console.log(error.message, error.run.spans.length, "spans");
  });
}
