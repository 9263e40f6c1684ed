import { join } from "node:path";

const engine = join(import.meta.dirname, "../../packages/engine/src");
const core = join(engine, "core/core.ts");
const replayingCore = join(engine, "testing/replaying-core.ts");
const declaration = "export function createCore(";

/** The part of Vite's plugin interface that this one has. @see https://vite.dev/guide/api-plugin */
interface TransformingPlugin {
  readonly name: string;
  readonly enforce: "pre";
  transform(code: string, id: string): string | null;
}

/** Whoever asks the core's own file for a core gets one that replays, in every engine, without knowing it. */
export function replayingCorePlugin(): TransformingPlugin {
  return {
    name: "replaying-core",
    enforce: "pre",
    transform: (code, id) => (id === core ? withReplayingCore(code) : null),
  };
}

/** @throws Error if the file does not declare what is to be replaced: the mode must not do nothing */
function withReplayingCore(code: string): string {
  if (code.split(declaration).length !== 2)
    throw new Error(`${core} has to declare one "${declaration}", so that the replay mode can put its own there.`);
  return [
    `import { createReplayingCore } from ${JSON.stringify(replayingCore)};`,
    code.replace(declaration, "function createLiveCore("),
    "export function createCore(plan: Plan): Core { return createReplayingCore(plan, createLiveCore); }",
  ].join("\n");
}
