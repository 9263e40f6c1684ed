import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMessageReader } from "./event-messages.ts";

const stream =
  ": heartbeat\n\nevent: events\nid: 3\ndata: [1,\ndata: 2]\n\ndata: plain\r\n\r\nevent: end\ndata: {}\n\n";
const messages = [
  { event: "events", data: "[1,\n2]" },
  { event: "message", data: "plain" },
  { event: "end", data: "{}" },
];

describe("a reader of server-sent events", () => {
  it("gives messages, and nothing for comments", () => {
    expect(createMessageReader()(stream)).toEqual(messages);
  });

  it("gives the same in whatever pieces the stream comes", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const read = createMessageReader();
        const places = [0, ...cuts.toSorted((one, other) => one - other), stream.length];
        const got = places.slice(1).flatMap((end, index) => read(stream.slice(places[index], end)));
        expect(got).toEqual(messages);
      }),
    );
  });

  it("keeps what is not complete", () => {
    const read = createMessageReader();
    expect([read("data: a"), read("\n"), read("\n")]).toEqual([[], [], [{ event: "message", data: "a" }]]);
  });
});
