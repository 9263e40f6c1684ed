import { describe, expect, it } from "vitest";
import { createCodec } from "../codec/codec.ts";
import { createClassRegistry } from "../state/class-registry.ts";
import { share } from "../state/record.ts";
import { createReadingCodec } from "./reading-codec.ts";
import { UnknownInstance } from "./unknown-instance.ts";

class Money {
  readonly amount: bigint;

  constructor(amount: bigint) {
    this.amount = amount;
  }
}

const classes = createClassRegistry();
classes.registerClass(Money, { encode: ({ amount }) => ({ amount }), decode: ({ amount }) => new Money(amount) });
const own = createCodec({ classes });
const reading = createReadingCodec();

describe("a codec for reading", () => {
  it("reads instances of classes that it does not know as what was written of them", () => {
    const read = reading.decode(own.encode({ price: new Money(5n), list: [1, new Date(5)] }, "A value"), "A value");
    expect(read).toEqual({ price: new UnknownInstance("Money", { amount: 5n }), list: [1, new Date(5)] });
    expect(share(read)).toEqual(read);
  });

  it("writes them as they were", () => {
    const written = own.encode([new Money(7n)], "A value");
    const again = reading.encode(reading.decode(written, "A value"), "A value");
    expect(own.decode(again, "A value")).toEqual([new Money(7n)]);
  });
});
