import { describe, expect, it } from "vitest";
import { StoreError } from "../errors/value-errors.ts";
import { createCodec } from "./codec.ts";

const what = 'The output of step "fetch"';
const damaged =
  "It was damaged, or written by something else than Stepspan: restore it from a backup, or run the workflow again.";
const newer = "Use the release of Stepspan that wrote it, or a later one.";

const { decode } = createCodec();

function read(text: string): unknown {
  return decode({ text, blobs: [] }, what);
}

function unreadable(path: string, problem: string, remedy = damaged): StoreError {
  return new StoreError(`${what} cannot be read back: ${path} ${problem}. ${remedy}`);
}

describe("a text that is no value", () => {
  it.each([
    ["nothing", ""],
    ["JSON", '{"a":1}'],
    ["a version alone", "1"],
    ["no version", "j1"],
    ["blanks before the version", " 1j1"],
    ["a version that is no number", "-1j1"],
    ["markup", "<script>alert(1)</script>"],
  ])("is an error: %s", (_case, text) => {
    expect(() => read(text)).toThrow(unreadable("it", "does not begin with the version of its format"));
  });

  it("is an error that names the version of a later format", () => {
    const problem = "is in version 2 of the format, and this release reads version 1";
    expect(() => read("2j1")).toThrow(unreadable("it", problem, newer));
    expect(() => read("0v[]")).toThrow(unreadable("it", problem.replace("2", "0"), newer));
  });

  it("is an error that names a codec that is not known", () => {
    expect(() => read("1x{}")).toThrow(
      unreadable("it", 'is written in the way "x", which this release does not know', newer),
    );
  });

  it.each(["1j", "1j{", "1jundefined", "1jNaN", "1j{a:1}", "1j1,2", "1v", "1v[", "1v(function(){})()"])(
    "is an error if it is no JSON: %s",
    (text) => {
      expect(() => read(text)).toThrow(unreadable("it", "is malformed"));
    },
  );
});

describe("a text in a form that is never written", () => {
  it.each([
    "5",
    "-1",
    "null",
    '"x"',
    "{}",
    "[]",
    "[1]",
    "[[]]",
    "[[1]]",
    "[[1,2,3],0,[],[]]",
    "[{},0]",
    "[[1,9],0]",
    "[[1,-2],0]",
    "[[-7,1],0,[]]",
    "[[-8,1],[]]",
    "[[1.5,1],[]]",
    '[["1",1],[]]',
    "[[null,1],[]]",
    "[[[],1],[]]",
    '[[1,2],{"a":9},[]]',
    '[[1,2],{"a":-2},[]]',
    '[[1,2],{"a":"1"},[]]',
    '[[1,2],{"__proto__":3},[],{}]',
    '[[1,2],["null","__proto__",3],[],{}]',
    '[[1,2],["null","a"],[]]',
    '[[1,2],["null",2,3],[],1]',
    '[[1,2],["Map",2],[]]',
    '[[1,2],["Set",9],[]]',
    "[[1,2],[-7],[]]",
    "[[1,2],[-7,-1],[]]",
    "[[1,2],[-7,4294967296],[]]",
    "[[1,2],[-7,2,2,0],[]]",
    "[[1,2],[-7,2,1],[]]",
    '[[1,2],[-7,"2"],[]]',
  ])("is an error: %s", (flat) => {
    expect(() => read(`1v${flat}`)).toThrow(unreadable("it", "is malformed"));
  });

  it.each([
    '["Object",3]',
    '["Date","2026-11-20T00:00:00.000Z"]',
    '["RegExp","(a+)+$"]',
    '["URL","https://example.org"]',
    '["URLSearchParams","a=1"]',
    '["ArrayBuffer","AAAA"]',
    '["Uint8Array",3]',
    '["DataView",3]',
    '["Temporal.Instant","2026-11-20T00:00:00Z"]',
    '["Function",3]',
    '["constructor",3]',
    '["__proto__",3]',
    '["hasOwnProperty",3]',
  ])("is an error, though devalue could read it: %s", (form) => {
    expect(() => read(`1v[[1,2],${form},[],["ArrayBuffer","AAAA"]]`)).toThrow(unreadable("it", "is malformed"));
  });

  it.each(['["BigInt",3]', '["BigInt",1]', '["BigInt"]', '["BigInt",3,3]', '["BigInt","12"]'])(
    "is an error for a bigint that is none: %s",
    (form) => {
      for (const text of ["", "0x1f", " 1", "-", "1n", "12.5", 5, null, []]) {
        expect(() => read(`1v[[1,2],${form},[],${JSON.stringify(text)}]`)).toThrow(unreadable("it", "is malformed"));
      }
    },
  );
});
