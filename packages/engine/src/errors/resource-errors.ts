import { StepspanError } from "./base.ts";

/** A resource is not there that a step or a resumed run needs; or it could not be made, with the reason as `cause`. */
export class MissingResourceError extends StepspanError {
  readonly code = "MISSING_RESOURCE";
  /** Its name. */
  readonly resource: string;

  constructor(resource: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.resource = resource;
  }
}

/** What a factory made for a run could not be disposed of. The run itself is not affected. `cause` is what was thrown. */
export class ResourceDisposalError extends StepspanError {
  readonly code = "RESOURCE_DISPOSAL";
  /** Its name. */
  readonly resource: string;

  constructor(resource: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.resource = resource;
  }
}
