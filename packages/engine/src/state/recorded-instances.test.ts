import { describe, expect, it } from "vitest";
import { createClassRegistry } from "./class-registry.ts";
import { record, share } from "./record.ts";

const what = 'The output of step "fetch"';

class Money {
  readonly cents: number;
  readonly on: Date | null;
  constructor(cents: number, on: Date | null = null) {
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

const classes = createClassRegistry();
classes.registerClass(Money, {
  encode: ({ cents, on }) => ({ cents, on }),
  decode: ({ cents, on }) => new Money(cents, on),
});
classes.registerClass(Box, {
  encode: ({ content }) => ({ content }),
  decode: ({ content }) => new Box(content),
});

describe("a recorded instance of a registered class", () => {
  it("is a copy of its own, with its class", () => {
    const price = new Money(500, new Date(5));
    const recorded = record({ price }, what, classes);
    expect(recorded.price).toBeInstanceOf(Money);
    expect(recorded.price).not.toBe(price);
    expect(recorded.price).toEqual(price);
    price.on!.setTime(9);
    expect(recorded.price.on).toEqual(new Date(5));
  });

  it("is copied for each reader, without the registry at hand", () => {
    const recorded = record({ price: new Money(500, new Date(5)), rows: [{ id: 1 }] }, what, classes);
    const [mine, yours] = [share(recorded), share(recorded)];
    mine.price.on!.setTime(9);
    expect(yours.price).toEqual(new Money(500, new Date(5)));
    expect(recorded.price).toEqual(new Money(500, new Date(5)));
    expect(yours.price).toBeInstanceOf(Money);
    expect(yours.rows).toBe(recorded.rows);
  });

  it("is the same one wherever the value holds it, and holds what the value holds elsewhere", () => {
    const content = { a: new Date(1) };
    const box = new Box(content);
    const { first, second, outside } = record({ first: box, second: box, outside: content }, what, classes);
    expect(first).toBe(second);
    expect(first.content).toBe(outside);
  });

  it("may hold instances, errors and cycles of its own", () => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    const error = new RangeError("no", { cause: ring });
    const { content } = record(new Box([new Box(error), new Money(1), ring]), what, classes);
    const [inner, money, copiedRing] = content as [Box, Money, typeof ring];
    expect((inner.content as Error).message).toBe("no");
    expect((inner.content as Error).cause).toBe(copiedRing);
    expect(money).toEqual(new Money(1));
    expect(copiedRing.self).toBe(copiedRing);
  });

  it("gives its decode what can be frozen frozen", () => {
    let given: unknown;
    const local = createClassRegistry();
    local.registerClass(Money, {
      encode: (money) => ({ ...money }),
      decode: (form) => {
        given = form;
        return new Money(1);
      },
    });
    record(new Money(1), what, local);
    expect(given).toEqual({ cents: 1, on: null });
    expect(Object.isFrozen(given)).toBe(true);
  });

  it("may have properties named by symbols, and be an error or an array", () => {
    class Rows extends Array<number> {}
    class PaymentError extends Error {}
    const local = createClassRegistry();
    local.registerClass(Rows, { encode: (rows) => [...rows], decode: (numbers) => Rows.from(numbers) as Rows });
    local.registerClass(PaymentError, {
      encode: ({ message }) => message,
      decode: (message) => new PaymentError(message),
    });
    const copy = record([Object.assign(Rows.of(1, 2), { [Symbol("x")]: 1 }), new PaymentError("no")], what, local);
    expect(copy[0]).toBeInstanceOf(Rows);
    expect([...(copy[0] as Rows)]).toEqual([1, 2]);
    expect(copy[1]).toBeInstanceOf(PaymentError);
    expect(copy[1]).toMatchObject({ message: "no" });
  });
});

describe("an instance of a registered class that cannot be recorded", () => {
  function messageOf(value: unknown, registry = classes): string {
    try {
      record(value, what, registry);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("It was recorded.");
  }

  /** A registry in which the class Money has other functions. */
  function moneyWith(form: { encode?: (money: Money) => unknown; decode?: (form: unknown) => unknown }) {
    const local = createClassRegistry();
    local.registerClass(Money, { encode: () => 1, decode: () => new Money(1), ...form } as never);
    return local;
  }

  const usual = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";
  const looped = "is an instance of a registered class and leads back to itself. Leave what leads back out of what its encode gives."; // biome-ignore format: one line

  it("is refused if it is of a subclass, or registered elsewhere", () => {
    class Euro extends Money {}
    expect(messageOf({ a: new Euro(1) })).toBe(`${what} cannot be recorded: .a is an instance of Euro. ${usual}`);
    expect(messageOf([new Box(1)], moneyWith({}))).toBe(
      `${what} cannot be recorded: [0] is an instance of Box. ${usual}`,
    );
  });

  it("is refused with the path into what its encode gives", () => {
    expect(messageOf({ box: new Box({ when: () => 1 }) })).toBe(
      `${what} cannot be recorded: .box["encode()"].content.when is a function. ${usual}`,
    );
    expect(messageOf({ a: new Money(1) }, moneyWith({ encode: async () => 1 }))).toBe(
      `${what} cannot be recorded: .a["encode()"] is a promise. ${usual}`,
    );
  });

  it("is refused if one of its functions throws, or gives what it should not", () => {
    const no = () => { throw new RangeError("no"); }; // biome-ignore format: one line
    const start = `${what} cannot be recorded: .a is an instance of the registered class "Money", whose`;
    const value = { a: new Money(1) };
    expect(messageOf(value, moneyWith({ encode: no }))).toBe(`${start} encode threw RangeError: no. Mend its encode.`);
    expect(messageOf(value, moneyWith({ decode: no }))).toBe(`${start} decode threw RangeError: no. Mend its decode.`);
    for (const other of [1, null, {}, new (class Euro extends Money {})(1)]) {
      expect(messageOf(value, moneyWith({ decode: () => other }))).toBe(
        `${start} decode gave something else. Mend its decode.`,
      );
    }
  });

  it("is refused if it leads back to itself, directly or through what is around it", () => {
    const self = new Box(null);
    self.content = [self];
    expect(messageOf({ self })).toBe(`${what} cannot be recorded: .self ${looped}`);
    const parent: Record<string, unknown> = {};
    parent.child = new Box({ parent });
    expect(messageOf(parent)).toBe(`${what} cannot be recorded: .child ${looped}`);
  });

  it("is refused if it leads back through a part that was copied before it", () => {
    const root: Record<string, unknown> = {};
    const sibling = { root };
    Object.assign(root, { sibling, box: new Box(sibling) });
    expect(messageOf(root)).toBe(`${what} cannot be recorded: .box ${looped}`);
  });

  it("is accepted next to cycles that it is not in, whichever comes first", () => {
    const ring: Record<string, unknown> = {};
    ring.next = { back: ring };
    const copy = record({ before: new Box(ring), ring, after: new Box(ring.next) }, what, classes);
    expect((copy.before.content as typeof ring).next).toBe(copy.after.content);
    expect(copy.before.content).toBe(copy.ring);
  });

  it("may be nested as deep as other values, and no deeper", () => {
    let value: unknown = 1;
    for (let level = 0; level < 251; level++) value = new Box(value);
    const problem = "is nested more than 500 levels deep";
    const path = '["encode()"].content'.repeat(250);
    expect(messageOf(value)).toBe(`${what} cannot be recorded: ${path}["encode()"] ${problem}. ${usual}`);
  });
});
