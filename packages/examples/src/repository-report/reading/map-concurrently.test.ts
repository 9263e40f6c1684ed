import { describe, expect, it } from "vitest";
import { mapConcurrently } from "./map-concurrently.ts";

const { signal } = new AbortController();

describe("mapConcurrently", () => {
  it("gives the results in the order of the items, whichever ends first", async () => {
    const second = Promise.withResolvers<string>();
    const mapper = async (item: number) => {
      if (item === 2) {
        second.resolve("two");
        return "two";
      }
      await second.promise;
      return "one";
    };

    expect(await mapConcurrently([1, 2], mapper, { concurrency: 2, signal })).toEqual(["one", "two"]);
  });

  it("has as many calls open as it is allowed, and no more", async () => {
    let open = 0;
    let most = 0;
    const mapper = async () => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
    };

    await mapConcurrently([1, 2, 3, 4, 5, 6, 7], mapper, { concurrency: 3, signal });
    expect(most).toBe(3);
  });

  it("starts nothing more after an error", async () => {
    const started: number[] = [];
    const mapper = async (item: number) => {
      started.push(item);
      if (item === 2) throw new Error("two is refused");
    };

    await expect(mapConcurrently([1, 2, 3, 4], mapper, { concurrency: 1, signal })).rejects.toThrow("two is refused");
    expect(started).toEqual([1, 2]);
  });

  it("ends with the signal's reason when it is aborted", async () => {
    const controller = new AbortController();
    const mapper = async () => controller.abort(new Error("enough"));

    await expect(mapConcurrently([1, 2, 3], mapper, { concurrency: 1, signal: controller.signal })).rejects.toThrow(
      "enough",
    );
  });

  it("gives an empty list for an empty list", async () => {
    expect(await mapConcurrently([], async () => 1, { concurrency: 4, signal })).toEqual([]);
  });
});
