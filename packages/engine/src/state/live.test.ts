import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createCodec } from "../codec/codec.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { MissingResourceError } from "../errors/resource-errors.ts";
import { createClassRegistry } from "./class-registry.ts";
import { isLive, type Live, live } from "./live.ts";
import { holdsLostLive } from "./lost-live.ts";
import { record, share } from "./record.ts";

class Page {
  readonly open = true;
}
class Box {
  readonly #content: unknown;
  constructor(content: unknown) {
    this.#content = content;
  }
  get content() {
    return this.#content;
  }
}
const classes = createClassRegistry();
classes.registerClass(Box, { encode: ({ content }) => [content], decode: ([content]) => new Box(content) });
const { encode, decode } = createCodec({ classes });

function restarted<Value>(value: Value): Value {
  return decode(encode(record(value, "A value", classes), "A value"), "A value") as Value; // live values are lost, but there
}

describe("a live value", () => {
  it("is passed on by reference, at any depth", () => {
    const page = new Page();
    const recorded = record({ tabs: [live(page)], byName: new Map([["first", live(page)]]) }, "A value");
    expect(recorded.tabs[0]?.value).toBe(page);
    expect(share(recorded).byName.get("first")?.value).toBe(page);
    expect(Object.isFrozen(recorded.tabs)).toBe(true);
    expect(record(live(page), "A value").value).toBe(page);
    expect(live(page).isLost).toBe(false);
  });

  it("may be a function", () => {
    const close = () => "closed";
    expect(record([live(close)], "A value")[0]?.value()).toBe("closed");
  });

  it("is shown by its label only", () => {
    const page = live(new Page());
    expect(JSON.stringify({ page })).toBe('{"page":"[live Page]"}');
    expect(inspect({ page })).toBe("{ page: [live Page] }");
    expect(live(new Page(), "the shop").label).toBe("the shop");
    expect(live(function close() {}).label).toBe("function close");
    expect(live(Object.create(null)).label).toBe("Object");
  });

  it("cannot be changed, nor made up", () => {
    expect(Object.isFrozen(live(new Page()))).toBe(true);
    expect(isLive(Object.create(Object.getPrototypeOf(live(new Page()))))).toBe(false);
    expect(isLive(null)).toBe(false);
  });

  it.each([
    [5, "5"],
    [null, "null"],
    ["text", '"text"'],
    [undefined, "undefined"],
  ])("is no scalar: %s", (value, told) => {
    expect(() => live(value as never)).toThrow(
      new DefinitionError(`live() got ${told}, which is no live object. Pass it on as it is, without live().`),
    );
  });

  it("has a text as its label", () => {
    expect(() => live({}, 5 as never)).toThrow(
      new DefinitionError("live() got 5 as its label. Give a text that says what the object is, or leave it out."),
    );
  });
});

describe("a live value that was stored", () => {
  it("is lost: its label is left, and says what to do", () => {
    const { page } = restarted({ page: live(new Page(), "the shop") });
    expect(isLive(page)).toBe(true);
    expect([page.isLost, page.label, JSON.stringify(page)]).toEqual([true, "the shop", '"[live the shop]"']);
    expect(() => page.value).toThrow(
      new MissingResourceError(
        "the shop",
        'The live value "the shop" is lost: it belonged to a process that is gone, and only its label was stored. Run the step that made it again, or make it from stored data in the step that needs it.',
      ),
    );
  });

  it("stays lost when it is recorded and stored again", () => {
    const again = restarted(restarted([live(new Page())]));
    expect(again[0]?.isLost).toBe(true);
  });
});

describe("holdsLostLive", () => {
  const page = live(new Page());
  const cyclic: { self?: unknown; page: Live } = { page };
  cyclic.self = cyclic;

  it.each([
    ["itself", page],
    ["in plain objects and arrays", { a: [{ page }] }],
    ["in a Map", new Map([["a", page]])],
    ["as a key of a Map", new Map([[page, 1]])],
    ["in a Set", new Set([page])],
    ["in an error", new Error("no", { cause: { page } })],
    ["behind a property of an error", Object.assign(new Error("no"), { page })],
    ["in an instance of a registered class", { box: new Box({ page }) }],
    ["in a circle", cyclic],
    ["behind another one", [live({}), page]],
  ])("finds one: %s", (_where, value) => {
    expect(holdsLostLive(record(value, "A value", classes))).toBe(false);
    expect(holdsLostLive(restarted(value))).toBe(true);
    expect(holdsLostLive(share(restarted(value)))).toBe(true);
  });

  it.each([
    ["a scalar", 5],
    ["null", null],
    ["plain data", { a: [1] }],
    ["a Date", new Date(1)],
    ["bytes", new Uint8Array(2)],
  ])("finds none: %s", (_kind, value) => {
    expect(holdsLostLive(restarted(value))).toBe(false);
  });
});
