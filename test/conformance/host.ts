import type { ClassRegistry, Duration, Engine, Observer, QueueOptions, Runnable } from "@stepspan/engine";
import type { World } from "./world.ts";

/** What not every host offers. */
export const abilities = [
  /** A run goes on from a snapshot that was taken of it. */
  "snapshots",
  /** Resources that are given to one run alone. */
  "run-resources",
  /** What steps emit and stream is heard by the handle of the run. */
  "emissions",
  /** A live object goes from one step to another. */
  "live-values",
  /** A body reads spans in functions that it calls, where its own source does not show it. */
  "hidden-reads",
] as const;

export type Ability = (typeof abilities)[number];

/** What an engine of a host begins with. */
export interface HostOptions {
  /** Those of which it will have runs. */
  readonly workflows: readonly Runnable[];
  /** Live objects for the steps of all runs. Default: none. */
  readonly resources?: object;
  readonly observers?: readonly Observer[];
  /** How many attempts may be open at once. Default 16. */
  readonly concurrency?: number;
  readonly queues?: Readonly<Record<string, QueueOptions>>;
  /** The pools that steps name, where a host has such. */
  readonly pools?: readonly string[];
  readonly classes?: ClassRegistry;
  /** How long an aborted attempt may take to end. Default 5 s. */
  readonly gracePeriod?: Duration;
}

/** An engine, and all that belongs to it. */
export interface OpenHost {
  readonly engine: Engine;
  close(): Promise<void>;
}

/** What a host cannot do. */
export interface Lack {
  readonly reason: string;
  /** Shows the error that one gets in its place. */
  readonly shown: (world: World) => Promise<void>;
}

/** A place in which workflows run. */
export interface Host {
  readonly name: string;
  /** What it does not offer; it offers all else. */
  readonly lacks: { readonly [Lacking in Ability]?: Lack };
  open(options: HostOptions): Promise<OpenHost>;
}
