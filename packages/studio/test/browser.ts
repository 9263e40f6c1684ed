import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where Debian's package puts it. */
const usualPath = "/usr/bin/chromium";

/** The path of the Chromium that tests use. @throws Error that says how to get one */
export function chromiumPath(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const path = environment.CHROMIUM || usualPath;
  if (existsSync(path)) return path;
  throw new Error(
    `The tests of the page need Chromium, and there is none at ${path}. Install it (apt-get install chromium), or name another one in the environment variable CHROMIUM.`,
  );
}

/** A Chromium without a window. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
}
