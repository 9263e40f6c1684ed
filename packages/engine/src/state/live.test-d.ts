import { expectTypeOf, test } from "vitest";
import { type Live, live } from "./live.ts";

class Page {
  readonly open = true;
}

test("a live value knows the type of its object", () => {
  expectTypeOf(live(new Page())).toEqualTypeOf<Live<Page>>();
  expectTypeOf(live(new Page(), "the shop").value).toEqualTypeOf<Page>();
  expectTypeOf(live((): number => 5).value()).toEqualTypeOf<number>();
});

test("a live value is no scalar and cannot be written to", () => {
  // @ts-expect-error a number is passed on as it is
  live(5);
  // @ts-expect-error it stays what it is
  live(new Page()).value = new Page();
});
