import { StepspanError } from "./base.ts";
import { asSentence } from "./thrown.ts";

/** One place at which a value does not match its schema. */
export interface InputIssue {
  /** For example `.orders[0].price`; empty for the value itself. */
  readonly path: string;
  readonly message: string;
}

/** A value does not match the zod schema at a border: the input or output of a workflow or of a step. */
export class InputError extends StepspanError {
  readonly code = "INPUT";
  readonly issues: readonly InputIssue[];

  /** @param what the value, for example `The input of workflow "report"` */
  constructor(what: string, issues: readonly InputIssue[]) {
    const list = issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ");
    super(asSentence(`${what} does not match its schema: ${list}`));
    this.issues = issues;
  }
}
