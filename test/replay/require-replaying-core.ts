import { createCore } from "../../packages/engine/src/core/core.ts";
import { isReplaying } from "../../packages/engine/src/testing/replaying-core.ts";
import { stepOf, workflowOf } from "../support/definitions.ts";

// Before each file of tests, so that the mode cannot do nothing without a word.
if (!isReplaying(createCore(workflowOf([stepOf("any")]).plan)))
  throw new Error("The core does not replay, so this run of the tests would show nothing.");
