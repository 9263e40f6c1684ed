/** The names under which Restate knows what belongs to a workflow. It allows letters, digits, `_`, `-` and `.` in them. */
export const defaultPool = "default";

/** The named signal by which a run hears of everything outside of it. */
export const inboxSignal = "inbox";

/** The named signal by which a call of a body hears why it is to end: a `CancelReason`. */
export const abortSignal = "abort";

/** The handler of a run that waits for a pool whose workers were not there when it was first needed. */
export const workersHandler = "workers";

/**
 * The virtual object that keeps flow states and step states of a workflow: of all its versions. Each workflow has its
 * own, because Restate calls the endpoint that was registered last for a name, and that may be another program's.
 */
export function statesService(workflow: string): string {
  return `stepspan.states.${safe(workflow)}`;
}

/** The virtual object that keeps outputs of memoised steps, for all runs of a workflow. */
export function memosService(workflow: string): string {
  return `stepspan.memos.${safe(workflow)}`;
}

/** The Restate workflow whose keys are the ids of runs. A version of its own makes a service of its own. */
export function runService(workflow: string, version: string | null): string {
  return `stepspan.run.${versioned(workflow, version)}`;
}

/** The service of the workers that call the bodies of one pool. */
export function stepsService(workflow: string, version: string | null, pool: string): string {
  return `stepspan.steps.${versioned(workflow, version)}.${safe(pool)}`;
}

/** The pool of such a service. */
export function poolOf(service: string): string {
  const written = service.slice(service.lastIndexOf(".") + 1);
  return written.replace(/_([0-9a-f]+)_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function versioned(workflow: string, version: string | null): string {
  return version === null ? safe(workflow) : `${safe(workflow)}.v_${safe(version)}`;
}

/** Different texts stay different: what is not a letter or a digit becomes its number between underscores. */
function safe(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}_`);
}
