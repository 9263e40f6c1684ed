import { InputError, type InputIssue, StepspanError } from "@stepspan/engine";

/** The statuses of HTTP that say that a request was not carried out. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 500 | 503;

/** Why a request is not carried out: a status of HTTP, and a text for people. */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  /** Where a value does not match its schema; empty for all other reasons. */
  readonly issues: readonly InputIssue[];

  constructor(status: RefusalStatus, message: string, issues: readonly InputIssue[] = []) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.issues = issues;
  }
}

/** What is answered when something was thrown while a request was carried out. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (thrown instanceof InputError) return new Refusal(422, thrown.message, thrown.issues);
  if (!(thrown instanceof StepspanError)) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return new Refusal(500, `The server could not carry this out: ${reason}`);
  }
  switch (thrown.code) {
    case "SERIALIZATION":
      return new Refusal(422, thrown.message);
    case "STORE":
      return new Refusal(503, thrown.message);
    default:
      return new Refusal(409, thrown.message); // the engine says why the run does not allow it
  }
}

/** Text from outside for a message: quoted, and cut behind 100 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
