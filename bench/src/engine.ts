import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Graph, ShapeName } from "./shapes.ts";

/** How many steps may be at work at once, for the engines that have such a limit. */
export const concurrency = 16;

/** An engine as it is compared: what it is, and how it runs a graph. */
export interface Engine extends EngineDescription {
  /** Makes of a graph what the engine runs; the time that it takes is measured apart from that of runs. */
  build(graph: Graph): BuiltGraph | Promise<BuiltGraph>;
}

/** What is said of an engine in the table. */
export interface EngineDescription {
  readonly name: string;
  /** The installed version, null for what is written by hand. */
  readonly version: string | null;
  /** Whether the engine itself brings a step the values of its parents. */
  readonly passesValues: boolean;
  /** Whether a run leaves a record of every step behind. */
  readonly keepsRecords: boolean;
  /** How it is used here, for the reader of the table. */
  readonly usage: string;
  /** Shapes that it cannot express, or that another row measures. */
  readonly without: readonly ShapeName[];
}

/** A graph in the form of an engine, to be run as often as one likes, one run after the other. */
export interface BuiltGraph {
  run(): Promise<Outcome>;
  /** Ends what the engine holds open. */
  readonly close?: () => Promise<void>;
}

/** What a run gave, held as the engine holds it. */
export interface Outcome {
  /** The value of a step, whatever the engine has there if it has none. */
  valueOf(index: number): unknown;
}

/** The version of a package of this folder, by the name under which `package.json` installs it. */
export function installedVersion(name: string): string {
  const file = join(import.meta.dirname, "../node_modules", name, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string }; // every package has one
  return version;
}

/** The name of a step, for the engines that ask for names. */
export function stepName(index: number): string {
  return `s${index}`;
}
