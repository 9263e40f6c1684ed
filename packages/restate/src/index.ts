export { runService, stepsService } from "./protocol/names.ts";
export type { RestateEndpoint } from "./serve/listen.ts";
export { type ServeWorkflowsOptions, serveWorkflows } from "./serve/serve-workflows.ts";
