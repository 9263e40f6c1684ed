import type { CoreState } from "./state.ts";

/** An event that was sent to the run. */
export interface Sent {
  readonly sequence: number;
  readonly event: string;
  readonly data: unknown;
  readonly time: number;
  /** The run that it was sent to. */
  readonly scope: CoreState;
  /** The path of the step that sent it; null from outside. */
  readonly from: string | null;
  /** The path of the step whose wait is meant; null for whoever takes it. */
  readonly to: string | null;
  /** An `on` step had it: it does not stay for later waits. */
  isHandled: boolean;
  /** How many `on` steps have it, or came to it, and how many waits took it. */
  takers: number;
}

/** A wait for an event. */
export interface OpenWait {
  readonly state: CoreState;
  readonly index: number;
  readonly wait: number;
  readonly isSelective: boolean;
  /** The sequence number of the event with which it began. */
  readonly since: number;
}

/** Which wait it is. */
export type WaitPlace = Pick<OpenWait, "state" | "index" | "wait">;

/** Events and waits of one name. Each pair is tried once: by the later of the two. */
export interface Channel {
  /** By their sequence numbers; those that nobody took so far. */
  readonly events: Map<number, Sent>;
  /** By path and number. */
  readonly waits: Map<string, OpenWait>;
  /** What is still to be tried, one after the other: a `where` is asked in between. */
  readonly tries: Try[];
  asking: { readonly wait: OpenWait; readonly sent: Sent } | null;
}

/** What is tried: an event on waits, or a wait on events. */
export type Try =
  | { readonly kind: "event"; readonly sent: Sent; readonly waits: Iterator<OpenWait> }
  | { readonly kind: "wait"; readonly wait: OpenWait; readonly events: Iterator<Sent> };
