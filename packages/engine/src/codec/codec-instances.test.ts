import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../../test/support/difference.ts";
import { SerializationError, StoreError } from "../errors/value-errors.ts";
import { createClassRegistry } from "../state/class-registry.ts";
import { record, share } from "../state/record.ts";
import { createCodec } from "./codec.ts";

const what = 'The output of step "fetch"';

class Money {
  readonly cents: number;
  readonly on: Date;
  constructor(cents: number, on: Date) {
    this.cents = cents;
    this.on = on;
  }
}

/** Holds whatever it is given. */
class Box {
  content: unknown;
  constructor(content: unknown) {
    this.content = content;
  }
}

class PaymentError extends Error {
  readonly reason: string;
  constructor(message: string, reason: string) {
    super(message);
    this.reason = reason;
  }
}

function shop() {
  const classes = createClassRegistry();
  classes.registerClass(Money, {
    name: "shop/money",
    encode: ({ cents, on }) => ({ cents, on }),
    decode: ({ cents, on }) => new Money(cents, on),
  });
  classes.registerClass(Box, { encode: ({ content }) => [content], decode: ([content]) => new Box(content) });
  classes.registerClass(PaymentError, {
    encode: ({ message, reason, stack }) => ({ message, reason, stack }),
    decode: ({ message, reason, stack }) => Object.assign(new PaymentError(message, reason), { stack }),
  });
  return classes;
}

const classes = shop();
const { encode, decode } = createCodec({ classes });

function ring(): { self?: unknown } {
  const made: { self?: unknown } = {};
  made.self = made;
  return made;
}

const money = new Money(5, new Date(7));
const box = new Box(money);

describe("an instance of a registered class, written and read again", () => {
  it.each<[string, unknown]>([
    ["alone", money],
    ["as a part", { prices: [new Money(1, new Date(1)), new Map([["a", money]])] }],
    ["in another one", new Box(new Box(money))],
    ["in two places", { one: box, other: box, content: money }],
    ["holding what the value holds elsewhere", { date: money.on, money }],
    ["an error", { error: new PaymentError("no", "limit") }],
    ["the cause of an error", new Error("failed", { cause: new PaymentError("no", "limit") })],
    ["holding an error, bytes, an odd array and undefined", new Box([new TypeError("x"), Buffer.from("b"), Object.assign([1], { n: 1 }), undefined])], // biome-ignore format: one line
    ["holding nothing but a number, -0", new Box(-0)],
    ["beside a cycle, and holding one", { ring: ring(), box: new Box(ring()) }],
  ])("is what it was, as in memory: %s", (_case, value) => {
    const back = decode(encode(value, what), what);
    const recorded = record(value, what, classes);
    expect(differenceOf(value, back)).toBe(null);
    expect(differenceOf(recorded, back, { frozen: true })).toBe(null);
    expect(differenceOf(share(recorded), share(back), { frozen: true })).toBe(null);
  });

  it("is read by a registry that is made in the same way", () => {
    const elsewhere = createCodec({ classes: shop() });
    expect(differenceOf([money, box], elsewhere.decode(encode([money, box], what), what))).toBe(null);
  });

  it("is stored under its name", () => {
    expect(encode(new Box(1), what).text).toBe('1v[[1,3],["$",2],1,[4],[5,6,8,9],"instance",[7],"Box","form",[2]]');
    expect(encode(money, what).text).toContain('"shop/money"');
  });

  it("gives its decode complete parts, whatever holds them", () => {
    let seen: unknown;
    const local = createClassRegistry();
    local.registerClass(Box, {
      encode: ({ content }) => ({ content }),
      decode: ({ content }) => {
        seen = [...(content as Map<unknown, Error>)].map(([key, error]) => [key, error.message, error.cause]);
        return new Box(content);
      },
    });
    const codec = createCodec({ classes: local });
    const content = new Map([[1, new Error("why", { cause: [new Date(3)] })]]);
    codec.decode(codec.encode(new Box(content), what), what);
    expect(seen).toEqual([[1, "why", [new Date(3)]]]);
  });
});

describe("an instance that cannot be written or read", () => {
  const usual = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";

  it("is refused with its path if its class is not registered", () => {
    expect(() => createCodec().encode({ a: [money] }, what)).toThrow(
      new SerializationError(what, ".a[0]", "is an instance of Money", usual),
    );
    const inMemory = record({ a: money }, what, classes);
    expect(() => createCodec().encode(inMemory, what)).toThrow(
      new SerializationError(what, ".a", "is an instance of Money", usual),
    );
  });

  it("is refused with its path if it leads back to itself", () => {
    const looped = new Box(null);
    looped.content = { looped };
    const problem = "is an instance of a registered class and leads back to itself";
    expect(() => encode({ looped }, what)).toThrow(
      new SerializationError(what, ".looped", problem, "Leave what leads back out of what its encode gives."),
    );
  });

  it("is an error with its path if its class is not registered where it is read", () => {
    const encoded = encode({ a: [money] }, what);
    expect(() => createCodec().decode(encoded, what)).toThrow(
      new StoreError(
        `${what} cannot be read back: .a[0] is an instance of the class "shop/money", which is not registered here. Register the class under this name with registerClass.`,
      ),
    );
  });

  it("is an error with its path if its decode throws or gives something else", () => {
    const encoded = encode({ a: [money] }, what);
    const start = `${what} cannot be read back: .a[0] is an instance of the registered class "shop/money", whose decode`;
    for (const [decoded, problem] of [
      [() => { throw new RangeError("no"); }, "threw RangeError: no"], // biome-ignore format: one line
      [() => { throw new StoreError("Gone."); }, "threw StoreError: Gone."], // biome-ignore format: one line
      [() => ({}), "gave something else."],
    ] as const) {
      const local = createClassRegistry();
      local.registerClass(Money, { name: "shop/money", encode: () => 1, decode: decoded as () => Money });
      const message = `${start} ${problem}${problem.endsWith(".") ? "" : "."} Mend its decode.`;
      expect(() => createCodec({ classes: local }).decode(encoded, what)).toThrow(new StoreError(message));
    }
  });
});
