import { describe, expect, it } from "vitest";
import { StoreError } from "../errors/value-errors.ts";
import { createClassRegistry } from "../state/class-registry.ts";
import { createCodec } from "./codec.ts";

const what = 'The output of step "fetch"';
const damaged =
  "It was damaged, or written by something else than Stepspan: restore it from a backup, or run the workflow again.";
const newer = "Use the release of Stepspan that wrote it, or a later one.";

class Box {
  readonly content: unknown;
  constructor(content: unknown) {
    this.content = content;
  }
}

const classes = createClassRegistry();
classes.registerClass(Box, { encode: ({ content }) => content, decode: (content) => new Box(content) });
const { decode } = createCodec({ classes });

function read(text: string, blobs: readonly Uint8Array[] = []): unknown {
  return decode({ text, blobs }, what);
}

function unreadable(path: string, problem: string, remedy = damaged): StoreError {
  return new StoreError(`${what} cannot be read back: ${path} ${problem}. ${remedy}`);
}

/**
 * The text of a value that is written aside: its kind, its facts, then keys and parts. A number there is that of a flat
 * part: 1 is the value itself, 2 the number 1, 3 the list of asides.
 */
function aside(kind: unknown, facts: readonly unknown[], ...rest: readonly unknown[]): string {
  const added: unknown[] = [];
  const put = (part: unknown): number => added.push(part) + 6;
  const written = rest.map((part) => (typeof part === "number" ? part : put(part)));
  return `1v${JSON.stringify([[1, 3], ["$", 2], 1, [4], [5, 6, ...written], kind, facts.map(put), ...added])}`;
}

/** A view of three bytes. */
function viewOfThreeBytes(className: string): string {
  return `1v[[1,3],["$",2],1,[4,9],[5,6,8,13],"view",[7],"${className}","buffer",[10,11],"bytes",[12],"AAAA",["$",14],2]`;
}

describe("a part written aside in a form that is never written", () => {
  it.each([
    ["a number of no aside", '1v[[1,3],["$",2],7,[4],[]]', "is malformed"],
    ["the number 0", '1v[[1,3],["$",2],0,[4],[]]', "is malformed"],
    ["a fraction", '1v[[1,3],["$",2],1.5,[4],[]]', "is malformed"],
    ["asides that are no list", '1v[[1,3],["$",2],1,{}]', "is malformed"],
    ["asides that are an aside", '1v[[1,1],["$",2],1]', "is malformed"],
    ["an aside that is no list", '1v[[1,3],["$",2],1,[4],{}]', "is malformed"],
    ["an aside that is itself", '1v[[1,3],["$",2],1,[1]]', "is malformed"],
    ["a kind that is no text", aside(5, []), "is malformed"],
    ["facts that are no list", '1v[[1,3],["$",2],1,[4],[5,6],"date",{}]', "is malformed"],
    ["a key without a part", aside("error", ["Error", 0], "message"), 'is malformed (kind "error")'],
    ["a key that is no text", aside("object", [false], -1, -1), 'is malformed (kind "object")'],
    ["a date without a time", aside("date", []), 'is malformed (kind "date")'],
    ["a date by a text", aside("date", ["2026-11-20"]), 'is malformed (kind "date")'],
    ["a date with a fraction of a millisecond", aside("date", [1.5]), 'is malformed (kind "date")'],
    ["a date beyond the last one", aside("date", [8.65e15]), 'is malformed (kind "date")'],
    ["a date by an object", aside("date", [{}]), 'is malformed (kind "date")'],
    ["a URL that is none", aside("url", ["not a url"]), 'is malformed (kind "url")'],
    ["a RegExp that is none", aside("regexp", ["(", ""]), 'is malformed (kind "regexp")'],
    ["flags that are none", aside("regexp", ["a", "zz"]), 'is malformed (kind "regexp")'],
    ["a RegExp with a function to be", aside("regexp", ["a", ""], "exec", -1), 'is malformed (kind "regexp")'],
    ["an error without a class", aside("error", [null, 0]), 'is malformed (kind "error")'],
    ["an array of a negative length", aside("array", [-1]), 'is malformed (kind "array")'],
    ["an array that is too long", aside("array", [2 ** 32]), 'is malformed (kind "array")'],
    ["an array longer than its length", aside("array", [1], "1", -1), 'is malformed (kind "array")'],
    ["an array with a length of its own", aside("array", [1], "length", 1), 'is malformed (kind "array")'],
    ["bytes that are no base64", aside("bytes", ["!!!!"]), 'is malformed (kind "bytes")'],
    ["bytes that are not there", aside("bytes", [0]), 'is malformed (kind "bytes")'],
    ["bytes that are a method", aside("bytes", ["length"]), 'is malformed (kind "bytes")'],
    ["bytes that cannot grow to their size", aside("bytes", ["AAAA", 1]), 'is malformed (kind "bytes")'],
    ["bytes that can grow beyond all limits", aside("bytes", ["AAAA", 2 ** 40]), 'is malformed (kind "bytes")'],
    ["bytes that can grow by less than nothing", aside("bytes", ["AAAA", -(2 ** 40)]), 'is malformed (kind "bytes")'],
    ["bytes that can grow to a text", aside("bytes", ["AAAA", "9"]), 'is malformed (kind "bytes")'],
    ["a view of nothing", aside("view", ["Uint8Array"]), 'is malformed (kind "view")'],
    ["a view of a length", aside("view", ["Uint8Array"], "buffer", 2), 'is malformed (kind "view")'],
    ["a view of an array", aside("view", ["Uint8Array"], "buffer", 3), 'is malformed (kind "view")'],
    ["a view by a function", viewOfThreeBytes("Function"), 'is malformed (kind "view")'],
    ["a view by a method", viewOfThreeBytes("constructor"), 'is malformed (kind "view")'],
    ["a view of half a number", viewOfThreeBytes("Uint16Array"), 'is malformed (kind "view")'],
    ["a Buffer that is none", aside("buffer", [{}]), 'is malformed (kind "buffer")'],
    ["an instance without a class", aside("instance", []), 'is malformed (kind "instance")'],
  ])("is an error: %s", (_case, text, problem) => {
    expect(() => read(text)).toThrow(unreadable("it", problem));
  });

  it("is an error that names the kind, if a later release may know it", () => {
    expect(() => read(aside("temporal", []))).toThrow(
      unreadable("it", 'is of the kind "temporal", which this release does not know', newer),
    );
  });

  it("is an error that names the class of errors that the language does not have", () => {
    const remedy = "Use the version of Node that wrote it, or a later one.";
    for (const name of ["FutureError", "Function", "toString", "__proto__"]) {
      const problem = `is an error of the class ${JSON.stringify(name)}, which the language does not have here`;
      expect(() => read(aside("error", [name, 0]))).toThrow(unreadable("it", problem, remedy));
    }
  });

  it("is an error that names the class that is not registered", () => {
    const remedy = "Register the class under this name with registerClass.";
    for (const name of ["Client", "toString", "__proto__", ""]) {
      const problem = `is an instance of the class ${JSON.stringify(name)}, which is not registered here`;
      expect(() => read(aside("instance", [name], "form", -1))).toThrow(unreadable("it", problem, remedy));
    }
  });

  it("is an error for an instance that leads back to itself", () => {
    const remedy = "Leave what leads back out of what its encode gives.";
    expect(() => read(aside("instance", ["Box"], "form", 1))).toThrow(
      unreadable("it", "is an instance of a registered class and leads back to itself", remedy),
    );
  });

  it("is an error for a view of itself", () => {
    expect(() => read(aside("view", ["Uint8Array"], "buffer", 1))).toThrow(
      unreadable(".buffer".repeat(513), "is nested more than 512 levels deep"),
    );
    expect(read(viewOfThreeBytes("Uint8Array"))).toEqual(new Uint8Array(3));
  });

  it("is an error with the path of the part", () => {
    const flat = [[1, 4], { list: 2 }, [3], ["$", 9], [5], [6, 7], "date", [8], 1.5, 1];
    expect(() => read(`1v${JSON.stringify(flat)}`)).toThrow(unreadable(".list[0]", 'is malformed (kind "date")'));
  });
});

describe("a hostile value that can be read", () => {
  it("has its dangerous keys as keys of its own", () => {
    const value = read(
      '1j{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"then":1}',
    ) as object;
    expect(Object.keys(value)).toEqual(["__proto__", "constructor", "then"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect("isAdmin" in value).toBe(false);
    const aliased = read(aside("object", [false], "__proto__", 3, "constructor", 3)) as object;
    expect(Object.keys(aliased)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(aliased)).toBe(Object.prototype);
    const error = read(aside("error", ["Error", 9], "__proto__", 3, "toString", 3)) as object;
    expect(Object.getPrototypeOf(error)).toBe(Error.prototype);
    const array = read(aside("array", [0], "__proto__", 3, "constructor", 3)) as object;
    expect(Object.getPrototypeOf(array)).toBe(Array.prototype);
  });

  it("takes no memory for the holes of its arrays", () => {
    const arrays = Array.from({ length: 1000 }, () => "[-7,30000000]").join();
    const indexes = Array.from({ length: 1000 }, (_, index) => index + 3).join();
    expect(read(`1v[[1,2],[${indexes}],[],${arrays}]`)).toHaveLength(1000);
    expect(read(aside("array", [30_000_000], "name", -1))).toHaveLength(30_000_000);
  });

  it("cannot have the same bytes again and again", () => {
    const each = 1_000_000;
    const asides = Array.from({ length: 20 }, () => "[4,5]").join();
    const references = Array.from({ length: 20 }, (_, index) => 28 + 2 * index).join();
    const parts = Array.from({ length: 20 }, (_, index) => `["$",${29 + 2 * index}],${index + 1}`).join();
    const list = Array.from({ length: 20 }, (_, index) => index + 8).join();
    const flat = `[[1,2],[${references}],[${list}],0,"buffer",[6],0,0,${asides},${parts}]`;
    const small = createCodec({ limits: { maximumSize: 20 * each } });
    expect(small.decode({ text: `1v${flat}`, blobs: [new Uint8Array(each / 2)] }, what)).toHaveLength(20);
    expect(() => read(`1v${flat}`, [new Uint8Array(each)])).toThrow(unreadable("[16]", 'is malformed (kind "buffer")'));
  });

  it("shares what it names many times, however many ways lead there", () => {
    const levels = Array.from({ length: 400 }, (_, index) => `[${index + 3},${index + 3}]`).join();
    const value = read(`1v[[1,2],[3,3],[],${levels},"x"]`) as unknown[];
    expect(value[0]).toBe(value[1]);
  });

  it("is read without evaluating anything", () => {
    const untouched = { eval: Reflect.get(globalThis, "eval"), Function };
    const refuse = () => { throw new Error("evaluated"); }; // biome-ignore format: one line
    Object.assign(globalThis, { eval: refuse, Function: refuse });
    try {
      const code = "(function(){throw 1})()";
      expect(read(`1j${JSON.stringify({ code })}`)).toEqual({ code });
      expect(read(aside("regexp", ["(a+)+$", ""], "lastIndex", 2))).toEqual(/(a+)+$/);
      expect(read(aside("error", ["Error", 1], "message", code))).toEqual(new Error(code));
    } finally {
      Object.assign(globalThis, untouched);
    }
  });
});
