import type { CachePolicy, StepBody } from "@stepspan/engine";
import type { WrittenOption } from "../checks/options.ts";
import { readCache } from "../checks/read-cache.ts";
import { refuseAttemptOptions } from "./read-body.ts";

/** As `readCache`, for a body that may be a workflow: its steps have caches of their own. @throws DefinitionError */
export function readCacheOf(body: StepBody, option: WrittenOption): CachePolicy | null {
  if (body.kind === "workflow") refuseAttemptOptions(["cache"], () => option, body.subflow.plan.name);
  return readCache(option, body);
}
