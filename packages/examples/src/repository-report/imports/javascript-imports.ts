import { posix } from "node:path";
import type { FoundImport, ImportKind } from "./found-import.ts";
import { type JavaScriptToken, javaScriptTokens } from "./javascript-tokens.ts";

const extensions = [".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".json"];
// TypeScript's imports may name the file that the compiler will write.
const sourcesByOutput: ReadonlyMap<string, readonly string[]> = new Map([
  [".js", [".ts", ".tsx", ".d.ts"]],
  [".jsx", [".tsx"]],
  [".mjs", [".mts", ".d.mts"]],
  [".cjs", [".cts", ".d.cts"]],
]);

/** The relative imports of a JavaScript or TypeScript file: `import`, `export … from`, `import()` and `require()`. */
export function javaScriptImports(path: string, source: string): readonly FoundImport[] {
  return [...specifiersIn(source)]
    .filter(({ specifier }) => /^\.\.?(\/|$)/.test(specifier))
    .map(({ specifier, kind }) => ({ specifier, kind, isLocal: true, candidates: candidatesOf(path, specifier) }));
}

interface Specifier {
  readonly specifier: string;
  readonly kind: ImportKind;
}

function* specifiersIn(source: string): Generator<Specifier> {
  let last: readonly string[] = ["", "", ""];
  // Whether the import or export that was begun last says `type` before its names.
  let isTypeOnly = false;

  for (const token of javaScriptTokens(source)) {
    if (token.kind === "string") {
      const kind = kindAfter(last, isTypeOnly);
      if (kind !== null) yield { specifier: token.text, kind };
    }
    if (token.kind === "word" && isStatementWord(token.text)) isTypeOnly = false;
    else if (isStatementWord(last[1]) && last[2] === "type") isTypeOnly = !isNameType(token);
    last = [last[1] as string, last[2] as string, token.kind === "string" ? '"' : token.text]; // as: three long
  }
}

function isStatementWord(text: string | undefined): boolean {
  return text === "import" || text === "export";
}

/** In `import type from "…"` and `import type, { … } from "…"` the word `type` is a name. */
function isNameType({ text }: JavaScriptToken): boolean {
  return text === "from" || text === ",";
}

/** What a string imports that stands after these three tokens; null if it is just a string. */
function kindAfter(last: readonly string[], isTypeOnly: boolean): ImportKind | null {
  const [third, second, first] = last;
  if (first === "from") return isTypeOnly ? "type" : "static";
  if (first === "import") return "static";
  if (first !== "(" || third === ".") return null;
  if (second === "import") return "dynamic";
  return second === "require" ? "static" : null;
}

function candidatesOf(path: string, specifier: string): readonly string[] {
  const target = posix.join(posix.dirname(path), specifier.replace(/[?#].*$/, "")).replace(/\/$/, "");
  const extension = posix.extname(target);
  const stem = target.slice(0, target.length - extension.length);
  const folder = target === "." ? "" : `${target}/`;
  return [
    target,
    ...(sourcesByOutput.get(extension) ?? []).map((source) => stem + source),
    ...extensions.map((added) => target + added),
    ...extensions.map((added) => `${folder}index${added}`),
  ];
}
