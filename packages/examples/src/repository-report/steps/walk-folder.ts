import { readdir } from "node:fs/promises";
import { join } from "node:path";

const foldersLeftOut: ReadonlySet<string> = new Set(["node_modules", "dist"]);

/** What a walk found. Paths are relative to the folder, with slashes. */
export interface Walk {
  readonly files: readonly string[];
  /** Links are named, not followed, so that a circle of them ends. */
  readonly links: readonly string[];
  readonly unreadable: readonly string[];
}

/** Finds everything below a folder but for `node_modules`, `.git` and `dist`. */
export async function walkFolder(folder: string, signal: AbortSignal): Promise<Walk> {
  const files: string[] = [];
  const links: string[] = [];
  const unreadable: string[] = [];
  const open = [""];

  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    signal.throwIfAborted();
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => null);
    if (entries === null) unreadable.push(below === "" ? "." : below);
    for (const entry of entries ?? []) {
      // A file of this name stands in linked work trees and submodules.
      if (entry.name === ".git") continue;
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isSymbolicLink()) links.push(path);
      else if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && !foldersLeftOut.has(entry.name)) open.push(path);
    }
  }
  return { files: files.sort(), links: links.sort(), unreadable: unreadable.sort() };
}
