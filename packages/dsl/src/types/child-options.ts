import type { DeclaredTypes } from "./declared-types.ts";
import type { CaptureOptions, NeededResources } from "./subflow-options.ts";

/**
 * For kinds of step whose `run` may be a workflow.
 *
 * @typeParam Declared what the parent declares
 * @typeParam Child what the workflow that it runs declares; never if it runs none
 * @typeParam Captured the names that captured resources have in the child
 */
export interface CaptureOption<Declared extends DeclaredTypes, Child extends DeclaredTypes, Captured extends string> {
  /**
   * What each child run takes over from its parent when it begins, if `run` is a workflow. States are copied, resources
   * are the same objects.
   */
  readonly capture?: CaptureOptions<Declared, Child, Captured> | undefined;
}

/** What the options cannot do without, or cannot have, because of what `run` is. */
export type NeedsOfBody<Child extends DeclaredTypes, Captured> = [Child] extends [never]
  ? { readonly capture?: "Only a workflow as run takes something over" | undefined }
  : NeededResources<Exclude<keyof Child["needed"], Captured>>;
