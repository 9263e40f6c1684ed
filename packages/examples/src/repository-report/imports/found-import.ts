/**
 * When an imported module is loaded.
 * - `static`: before the module that imports it
 * - `dynamic`: by a call, while that module runs
 * - `type`: never, it is there for the compiler only
 */
export type ImportKind = "static" | "dynamic" | "type";

/** One import that the source of a file shows. */
export interface FoundImport {
  /** As it is written. */
  readonly specifier: string;
  readonly kind: ImportKind;
  /** False if it may stand in a folder that the source does not name, such as the compiler's own. */
  readonly isLocal: boolean;
  /** The paths it may mean, the likeliest first; relative to the folder of the report. */
  readonly candidates: readonly string[];
}
