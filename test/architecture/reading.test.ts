import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { createCodec, encodeEvents } from "@stepspan/engine";
import { build } from "esbuild";
import { createEngine, memoryStore, workflow } from "stepspan";
import { beforeAll, describe, expect, it } from "vitest";

const entry = join(import.meta.dirname, "../../packages/engine/src/reading.ts");

/** What is imported at run time by the file and by all that it imports: our files, and other modules by their names. */
function importsBelow(first: string) {
  const files = new Set([first]);
  const modules = new Set<string>();
  for (const file of files) {
    for (const specifier of specifiersIn(readFileSync(file, "utf8"))) {
      if (specifier.startsWith(".")) files.add(join(dirname(file), specifier));
      else modules.add(specifier);
    }
  }
  return { files, modules };
}

/** Types are gone at run time. */
function specifiersIn(source: string): readonly string[] {
  const statements = source.matchAll(/^(?:import|export)\s+(?!type\b)[^"';]*?from "([^"]+)";|^import "([^"]+)";|\bimport\("([^"]+)"\)/gm); // biome-ignore format: one thought
  return [...statements].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

describe("@stepspan/engine/reading", () => {
  const { files, modules } = importsBelow(entry);

  it("imports no module of Node, however far below", () => {
    expect(files.size).toBeGreaterThan(50);
    const ofNode = [...modules].filter((name) => name.startsWith("node:") || builtinModules.includes(name));
    expect(ofNode).toEqual([]);
  });

  it("imports libraries that run in a browser, and nothing that runs workflows", () => {
    expect([...modules].sort()).toEqual(["devalue", "graphology"]);
    const rooms = new Set([...files].map((file) => file.split("/src/")[1]?.split("/")[0]));
    for (const room of ["runner", "host", "local", "attempts", "evaluation"]) expect(rooms).not.toContain(room);
  });
});

describe("its bundle for browsers", () => {
  let bundle = "";

  beforeAll(async () => {
    const { outputFiles, warnings, metafile } = await build({
      entryPoints: [entry],
      ...{ bundle: true, platform: "browser", format: "iife", globalName: "reading", minify: true },
      ...{ conditions: ["@stepspan/source"], write: false, metafile: true, logLevel: "silent" },
    });
    expect(warnings).toEqual([]);
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
    bundle = outputFiles[0]!.text; // there is one entry
  });

  it("is of a size that a page can load", () => {
    expect(bundle.length).toBeLessThan(400_000);
  });

  it("follows a run where there is nothing of Node", async () => {
    const store = memoryStore();
    await using engine = createEngine({ store });
    const greeting = workflow("greeting")
      .step("name", { run: () => ({ first: "Ann", file: Buffer.from("abc"), bytes: Uint8Array.of(1, 2) }) })
      .step("greet", {
        params: { to: ({ stepSpan }) => stepSpan("name").output.first },
        run: ({ to }) => `hello, ${to}`,
      });
    const { runId } = await engine.run(greeting);
    const events = await store.open(runId).read(0, Infinity);
    const web = { TextEncoder, TextDecoder, URL, URLSearchParams, DOMException, structuredClone, atob, btoa }; // browsers have them
    const page = createContext({ ...web, json: JSON.stringify(encodeEvents(events, createCodec())) });
    const shown: unknown = runInContext(
      `"use strict"; ${bundle}
      const { run } = reading.followEvents(reading.decodeEvents(JSON.parse(json), reading.createReadingCodec()));
      const { file, bytes } = run.span("name").output;
      const isPlain = [file, bytes].every((part) => Object.getPrototypeOf(part) === Uint8Array.prototype);
      JSON.stringify([typeof process, typeof Buffer, isPlain, file.join(), run.output, run.spans.map(({ name }) => name)])`,
      page,
    );
    expect(JSON.parse(String(shown))).toEqual([
      "undefined",
      "undefined",
      true,
      "97,98,99",
      "hello, Ann",
      ["name", "greet"],
    ]);
  });
});
