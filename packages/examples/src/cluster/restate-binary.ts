import { createRequire } from "node:module";

/** The server's program, which its package on npm brings; null where it was not installed or there is none for this platform. */
export function restateBinary(): string | null {
  try {
    // What runs on a platform is an optional dependency of the package, and only that sees it.
    const launcher = createRequire(import.meta.url).resolve("@restatedev/restate-server/lib/index.js");
    const platform = `${process.platform}-${process.arch}`;
    return createRequire(launcher).resolve(`@restatedev/restate-server-${platform}/bin/restate-server`);
  } catch {
    return null;
  }
}
