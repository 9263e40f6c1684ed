import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { tokenMetaName } from "./protocol.ts";

/** A file of the page, as it is answered. */
export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** The files of the page by their paths: a fixed list, so that no path of a request reaches the file system. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/** The files below a folder; none if it is not there, because the page was not built. */
export function readPageFiles(folder: string): PageFiles {
  const entries = [];
  try {
    entries.push(...readdirSync(folder, { recursive: true, withFileTypes: true }));
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== "ENOENT") throw thrown; // an error of the file system
  }
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const type = types[extname(entry.name)] ?? "application/octet-stream";
        return [`/${relative(folder, path).split(sep).join("/")}`, { bytes: new Uint8Array(readFileSync(path)), type }];
      }),
  );
}

const meta = new RegExp(`<meta name="${tokenMetaName}" content="[^"]{0,1000}" ?/?>`);

/** The document of the page with the token in its `<meta>` element. */
export function withToken(document: PageFile, token: string): PageFile {
  const html = new TextDecoder().decode(document.bytes);
  const element = `<meta name="${tokenMetaName}" content="${escaped(token)}" />`;
  const filled = meta.test(html) ? html.replace(meta, () => element) : html.replace("<head>", () => `<head>${element}`);
  return { ...document, bytes: new TextEncoder().encode(filled) };
}

/** What is answered in place of a page that was not built. */
export function missingPage(): PageFile {
  const text =
    "The page of Stepspan Studio is not built, so there is nothing to show. Build it: pnpm build in the repository, or install @stepspan/studio from the registry, which has it.\n";
  return { bytes: new TextEncoder().encode(text), type: "text/plain; charset=utf-8" };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
