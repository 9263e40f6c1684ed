import type { ListedFile } from "../reading/map-files.ts";

/** The files with the most bytes, largest first; those of one size in the order of their paths. */
export function largestFiles({
  files,
  atMost,
}: {
  readonly files: readonly ListedFile[];
  readonly atMost: number;
}): readonly ListedFile[] {
  return files.toSorted((a, b) => b.bytes - a.bytes).slice(0, atMost);
}
