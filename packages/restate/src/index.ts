export { runService, stepsService } from "./protocol/names.ts";
