import { join } from "node:path";
import { build } from "vite";

// Builds the page into `dist/page`, from where the server takes its files.
await build({ configFile: join(import.meta.dirname, "vite.config.ts"), logLevel: "warn" });
