import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { libraries, rooms } from "./import-table.ts";

const packages = join(import.meta.dirname, "../../packages");
const files = globSync(["*/src/**/*.ts", "studio/page/src/**/*.{ts,tsx}"], { cwd: packages }).filter(
  (file) => !/\.test(-d)?\.ts$/.test(file),
);
const longestFile = 250;

interface Import {
  readonly file: string;
  readonly room: string;
  readonly specifier: string;
}

const imports = files.flatMap(importsOf);

describe("the house", () => {
  it("has files in it", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(100);
  });

  it("lets a room import only the rooms that the table names", () => {
    const forbidden = imports
      .map((found) => ({ ...found, target: targetRoom(found) }))
      .filter(({ target, room }) => target !== null && target !== room && !rooms[room]?.includes(target));
    expect(forbidden).toEqual([]);
  });

  it("lets a room use only the libraries that the table names", () => {
    const forbidden = imports.filter((found) => isLibrary(found) && !libraryAllowed(found));
    expect(forbidden).toEqual([]);
  });

  it("has rooms and table rows for each other", () => {
    const found = new Set(files.map(roomOf));
    expect(Object.keys(rooms).filter((room) => !found.has(room))).toEqual([]);
    expect([...found].filter((room) => rooms[room] === undefined)).toEqual([]);
  });

  it(`has no file of more than ${longestFile} lines`, () => {
    expect(files.filter((file) => read(file).split("\n").length - 1 > longestFile)).toEqual([]);
  });

  it("exports by name, one list per package", () => {
    const loose = files.filter((file) => /^export (default|\*)/m.test(read(file)));
    expect(loose).toEqual([]);
  });

  it("keeps the plan and the core free of clocks, chance and waiting (I2)", () => {
    const pure = files.filter((file) => /^engine\/src\/(plan|core)\//.test(file));
    const impure = pure.filter((file) =>
      /\bDate\.now\b|\bnew Date\(\)|performance\.|Math\.random|\bawait\b|\basync\b|setTimeout/.test(read(file)),
    );
    expect(impure).toEqual([]);
  });
});

function read(file: string): string {
  return readFileSync(join(packages, file), "utf8");
}

/**
 * `engine/src/core/apply.ts` is in the room `engine/core`, `studio/page/src/model/place.ts` in `studio/page/model`; other
 * packages are one room each.
 */
function roomOf(file: string): string {
  const [name, part, folder, below] = file.split("/");
  if (part === "page") return `studio/page/${below}`;
  return name === "engine" ? `engine/${folder}` : (name ?? "");
}

function importsOf(file: string): Import[] {
  const statements = read(file).matchAll(
    /^(?:import|export)\b[^"';]*?from "([^"]+)";|^import "([^"]+)";|\bimport\("([^"]+)"\)/gm,
  );
  return [...statements].map((match) => ({
    file,
    room: roomOf(file),
    specifier: match[1] ?? match[2] ?? match[3] ?? "",
  }));
}

/** The room that an import of our own code leads to; null for a library. */
function targetRoom({ file, specifier }: Import): string | null {
  if (specifier.startsWith(".")) return roomOf(normalize(join(dirname(file), specifier)));
  const own = /^(?:@stepspan\/([\w-]+)|(stepspan))(?:\/|$)/.exec(specifier);
  return own === null ? null : (own[1] ?? own[2] ?? null);
}

function isLibrary(found: Import): boolean {
  return targetRoom(found) === null;
}

function libraryAllowed({ room, specifier }: Import): boolean {
  return (libraries[room] ?? []).some((library) =>
    library.endsWith(":")
      ? specifier.startsWith(library)
      : specifier === library || specifier.startsWith(`${library}/`),
  );
}
