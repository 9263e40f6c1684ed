export type { RestateEngineOptions } from "./client/engine-options.ts";
export { createRestateEngine, type RestateEngine } from "./client/restate-engine.ts";
export type { WorkerWait } from "./client/worker-waits.ts";
export { runService, stepsService } from "./protocol/names.ts";
export type { ListenOptions, RestateEndpoint } from "./serve/listen.ts";
export type { RegisterOptions } from "./serve/register-endpoint.ts";
export { type ServeStepsOptions, serveSteps } from "./serve/serve-steps.ts";
export { type ServeWorkflowsOptions, serveWorkflows } from "./serve/serve-workflows.ts";
