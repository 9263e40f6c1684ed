import { createObjectHandler, createObjectSharedHandler, type ObjectContext, object } from "@restatedev/restate-sdk";
import type { KeptState, StateWrite } from "../protocol/kept-state.ts";
import { statesService } from "../protocol/names.ts";

const key = "state";
const nothing: KeptState = { version: 0, values: null };

/** Keeps the states of a workflow: one object each, whose writes Restate lets in one after the other. */
export function createStatesObject(workflow: string) {
  return object({
    name: statesService(workflow),
    handlers: {
      read: createObjectSharedHandler(
        async (context): Promise<KeptState> => (await context.get<KeptState>(key)) ?? nothing,
      ),
      write: createObjectHandler(async (context: ObjectContext, { version, values }: StateWrite): Promise<boolean> => {
        const kept = (await context.get<KeptState>(key)) ?? nothing;
        if (kept.version !== version) return false;
        context.set<KeptState>(key, { version: version + 1, values });
        return true;
      }),
    },
  });
}
