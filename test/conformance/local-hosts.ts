import { createEngine } from "@stepspan/engine";
import { createReplayingEngine } from "@stepspan/engine/testing";
import type { Host } from "./host.ts";

/** This process. */
export const local: Host = hostOf("the local engine", createEngine);

/** This process, with a core that is built anew from the journal after every event. */
export const replaying: Host = hostOf("the engine that always replays", createReplayingEngine);

function hostOf(name: string, create: typeof createEngine): Host {
  return {
    name,
    lacks: {},
    open: async ({ pools: _everywhere, ...options }) => {
      const engine = create(options);
      return { engine, close: () => engine.close() };
    },
  };
}
