import { createCore } from "../core/core.ts";
import { createEngineWith, type EngineOptions, type GivenOption } from "../create-engine.ts";
import type { Engine } from "../host/engine.ts";
import { createReplayingCore } from "./replaying-core.ts";

/**
 * An engine that after every event throws its scheduler away, builds another from the events alone, goes on with that,
 * and fails the run if it asks for other commands or holds another state (I3, I10). Quadratic in the length of a run up
 * to some hundred events, and sparing beyond them: for tests.
 */
export function createReplayingEngine<const Given extends object = {}>(
  options: EngineOptions & GivenOption<Given> = {},
): Engine<Given> {
  return createEngineWith(options, { createCore: (plan) => createReplayingCore(plan, createCore) });
}
