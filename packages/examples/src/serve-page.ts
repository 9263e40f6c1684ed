import { type Studio, serveStudio, studioObserver } from "@stepspan/studio";
import { createEngine, memoryStore } from "stepspan";
import { sendParcel } from "./one-of-two-branches.ts";

// #region serve
/** An engine, and a page that shows its runs. Stop both when the program ends. */
export async function openOffice(): Promise<Studio & { readonly engine: ReturnType<typeof createEngine> }> {
  const observer = studioObserver();
  const store = memoryStore();
  const engine = createEngine({ store, workflows: [sendParcel], observers: [observer] });
  const studio = await serveStudio({ engine, store, workflows: [sendParcel], observer });
  return { ...studio, engine };
}
// #endregion

if (import.meta.main) {
  const { engine, url, close } = await openOffice();
  await engine.run(sendParcel, { weight: 2, address: "Main Street 1" });
  const answer = (await (await fetch(`${url}/api/runs`)).json()) as {
    runs: readonly { workflow: string; status: string }[];
  };
  console.log("the page has", answer.runs.map(({ workflow, status }) => `${workflow}: ${status}`).join(", "));
  await close();
  await engine.close();
}
