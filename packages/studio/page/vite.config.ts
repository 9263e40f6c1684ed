import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The page as files that need nothing but their own server: no inline script, style or picture, so that its CSP can be strict. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ["@stepspan/source", "module", "browser", "production"] },
  build: {
    outDir: "../dist/page",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome125", "firefox128", "safari18"],
    chunkSizeWarningLimit: 1_500,
    reportCompressedSize: false,
    // What the licences of the bundled libraries ask for.
    license: { fileName: "assets/licenses.txt" },
  },
});
