export { runService, stepsService } from "./protocol/names.ts";
export type { ListenOptions, RestateEndpoint } from "./serve/listen.ts";
export type { RegisterOptions } from "./serve/register-endpoint.ts";
export { type ServeStepsOptions, serveSteps } from "./serve/serve-steps.ts";
