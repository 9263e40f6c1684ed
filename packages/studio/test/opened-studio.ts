import { createEngine, type Engine, memoryStore } from "@stepspan/engine";
import { serveStudio, studioObserver } from "@stepspan/studio";
import * as shown from "./shown-workflows.ts";

export const workflows = [
  shown.sendParcel,
  shown.publishCatalogue,
  shown.chargeOrder,
  shown.approveInvoice,
  shown.manyItems,
  shown.bookTable,
  shown.hostileWorkflow,
];

export interface OpenedStudio extends AsyncDisposable {
  readonly engine: Engine;
  /** Where the page is. */
  readonly url: string;
}

/** An engine with a store in memory, and the page that shows its runs. */
export async function openStudio(): Promise<OpenedStudio> {
  const observer = studioObserver();
  const store = memoryStore();
  const engine = createEngine({ store, observers: [observer], workflows, concurrency: 16 });
  const studio = await serveStudio({ engine, store, workflows, observer });
  return {
    engine,
    url: studio.url,
    async [Symbol.asyncDispose]() {
      await studio.close();
      await engine.close();
    },
  };
}
