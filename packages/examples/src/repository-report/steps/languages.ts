import { posix } from "node:path";

const languageByExtension: ReadonlyMap<string, string> = new Map(
  Object.entries({
    C: ".c .h",
    "C++": ".cc .cpp .cxx .hh .hpp .hxx",
    "C#": ".cs",
    CSS: ".css .less .sass .scss",
    Dart: ".dart",
    Elixir: ".ex .exs",
    Go: ".go",
    GraphQL: ".gql .graphql",
    Haskell: ".hs",
    HTML: ".htm .html",
    Java: ".java",
    JavaScript: ".cjs .js .jsx .mjs",
    JSON: ".json .json5 .jsonc",
    Kotlin: ".kt .kts",
    Lua: ".lua",
    Markdown: ".markdown .md .mdx",
    PHP: ".php",
    "Protocol Buffers": ".proto",
    Python: ".py .pyi",
    R: ".r",
    Ruby: ".rb",
    Rust: ".rs",
    Scala: ".scala",
    Shell: ".bash .sh .zsh",
    SQL: ".sql",
    Svelte: ".svelte",
    Swift: ".swift",
    TOML: ".toml",
    TypeScript: ".cts .mts .ts .tsx",
    Vue: ".vue",
    XML: ".svg .xml .xsl",
    YAML: ".yaml .yml",
    Zig: ".zig",
  }).flatMap(([language, extensions]) => extensions.split(" ").map((extension) => [extension, language] as const)),
);

const languageByName: ReadonlyMap<string, string> = new Map([
  ["Dockerfile", "Dockerfile"],
  ["Makefile", "Makefile"],
]);

/** The language of a file by its name; "Other text" if the name does not tell. */
export function languageOf(path: string): string {
  const name = posix.basename(path);
  return languageByName.get(name) ?? languageByExtension.get(posix.extname(name).toLowerCase()) ?? "Other text";
}
