import { StepspanError } from "./base.ts";

/** A resource is not there that a step or a resumed run needs. */
export class MissingResourceError extends StepspanError {
  readonly code = "MISSING_RESOURCE";
  /** Its name. */
  readonly resource: string;

  constructor(resource: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.resource = resource;
  }
}
