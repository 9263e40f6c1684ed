import { stepSpan as exportedStepSpan, getRunContext } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { inferLambda } from "../../packages/dsl/src/inference.ts";
import { type AnyScope, earlierSteps, type LambdaCase } from "./table/lambda-case.ts";

type Hostile = Pick<LambdaCase, "name" | "lambda" | "edges">;

const hostile: readonly Hostile[] = [
  {
    name: "throws at once",
    lambda: () => {
      throw new Error("at once");
    },
    edges: [],
  },
  {
    name: "throws null between reads",
    lambda: ({ stepSpan }) => {
      const first = stepSpan("a").output;
      if (first) throw null;
      return stepSpan("b").output;
    },
    edges: ["a required", "b conditional"],
  },
  {
    name: "goes along a list that has no end",
    lambda: ({ stepSpan }) => {
      let span = stepSpan("a").output;
      while (span.next) span = span.next;
      return span;
    },
    edges: ["a required"],
  },
  {
    name: "goes along a list that has no end, and swallows every error",
    lambda: ({ stepSpan }) => {
      let node = stepSpan("a").output;
      for (let rounds = 0; rounds < 1e5; rounds++) {
        try {
          node = node.next;
        } catch {}
      }
      return node;
    },
    edges: ["a required"],
  },
  {
    name: "reads for ever",
    lambda: ({ stepSpan }) => {
      for (;;) stepSpan("a");
    },
    edges: ["a required"],
  },
  {
    name: "calls itself for ever with children",
    lambda: ({ stepSpan }) => {
      const walk = (node: AnyScope["input"]): unknown => node.children.map(walk);
      return walk(stepSpan("a").output);
    },
    edges: ["a required"],
  },
  {
    name: "calls itself for ever",
    lambda: ({ stepSpan }) => {
      const again = (): unknown => again();
      return [stepSpan("a").output, again()];
    },
    edges: ["a required"],
  },
  {
    name: "iterates in iterations",
    lambda: ({ input, stepSpan }) => {
      const visit = (nodes: AnyScope["input"]): void => {
        for (const node of nodes) visit(node);
      };
      visit(input.nodes);
      return stepSpan("a").output;
    },
    edges: ["a required"],
  },
  {
    name: "waits until a number is reached",
    lambda: ({ stepSpan }) => {
      let count = 0;
      while (!(count > stepSpan("a").output.length)) count++;
      return count;
    },
    edges: ["a required"],
  },
  {
    name: "turns proxies into JSON",
    lambda: ({ input, stepSpan }) => JSON.stringify({ input, a: stepSpan("a"), all: [stepSpan("b").output] }),
    edges: ["a required", "b required"],
  },
  {
    name: "parses JSON",
    lambda: ({ stepSpan }) => [stepSpan("a").output, JSON.parse(stepSpan("a").output), stepSpan("b").output],
    edges: ["a required", "b required"],
  },
  {
    name: "spreads proxies",
    lambda: ({ input, stepSpan }) => ({
      ...input,
      ...stepSpan("a").output,
      list: [...stepSpan("b").output],
      most: Math.max(...stepSpan("c").output),
    }),
    edges: ["a required", "b required", "c required"],
  },
  {
    name: "takes proxies apart",
    lambda: ({ input: { x, ...others }, stepSpan }) => {
      const [first, [second], ...rest] = stepSpan("a").output;
      const { length, 0: zero } = stepSpan("b").output;
      return [x, others, first.y, second.z, rest.length, length, zero];
    },
    edges: ["a required", "b required"],
  },
  {
    name: "iterates, maps and collects",
    lambda: ({ stepSpan }) => [
      new Map(Object.entries(stepSpan("a").output)),
      new Set(stepSpan("b").output),
      Array.from(stepSpan("c").output, (item) => [item, stepSpan("d").output]),
      Object.fromEntries(stepSpan("flag").output),
    ],
    edges: ["a required", "b required", "c required", "d conditional", "flag required"],
  },
  {
    name: "compares proxies and calculates with them",
    lambda: ({ input, stepSpan }) => [
      stepSpan("a").output === input,
      // biome-ignore lint/suspicious/noDoubleEquals: it converts the proxy
      stepSpan("a").output == "1",
      stepSpan("a").output < stepSpan("b").output,
      -(stepSpan("c").output ** 2),
      stepSpan("c").output | 0,
      `${stepSpan("d").output}`,
      "key" in stepSpan("key").output,
      stepSpan("list").output instanceof Map,
      input instanceof stepSpan("flag").output,
      typeof stepSpan("part0").output,
      delete stepSpan("part1").output.x,
    ],
    edges: ["a", "b", "c", "d", "key", "list", "flag", "part0", "part1"].map((step) => `${step} required`),
  },
  {
    name: "makes a bigint of a proxy",
    lambda: ({ stepSpan }) => [stepSpan("a").output, BigInt(stepSpan("b").output)],
    edges: ["a required", "b required"],
  },
  {
    name: "sorts, joins and concatenates",
    lambda: ({ stepSpan }) => [
      [stepSpan("a").output, stepSpan("b").output].sort(),
      [stepSpan("a").output].concat(stepSpan("c").output).join(),
      stepSpan("a").output.concat(stepSpan("d").output).flat(),
    ],
    edges: ["a required", "b required", "c required", "d required"],
  },
  {
    name: "writes to proxies",
    lambda: ({ input, stepSpan }) => {
      input.x = 1;
      stepSpan("a").output.list.push(1);
      Object.assign(input, { y: 1 });
      Reflect.defineProperty(input, "z", { value: 1 });
      Object.setPrototypeOf(stepSpan("a").output, null);
      return stepSpan("b").output;
    },
    edges: ["a required", "b required"],
  },
  {
    name: "freezes proxies",
    lambda: ({ input, stepSpan }) => [stepSpan("a").output, Object.freeze(input), stepSpan("b").output],
    edges: ["a required", "b required"],
  },
  {
    name: "clones a proxy",
    lambda: ({ stepSpan }) => structuredClone(stepSpan("a").output),
    edges: ["a required"],
  },
  {
    name: "constructs a proxy and calls it",
    lambda: ({ stepSpan }) => [new (stepSpan("a").output)(1), stepSpan("b").output()()()],
    edges: ["a required", "b required"],
  },
  {
    name: "looks for a then",
    lambda: ({ stepSpan }) => stepSpan("a").output.then((value: unknown) => [value, stepSpan("b").output]),
    edges: ["a required", "b conditional"],
  },
  {
    name: "looks at prototypes",
    lambda: ({ stepSpan }) => {
      const { output } = stepSpan("a");
      return [
        Object.getPrototypeOf(output),
        output.constructor.name,
        Reflect.get(output, "__proto__").x,
        Object.keys(output).length,
      ];
    },
    edges: ["a required"],
  },
  {
    name: "hands proxies to a function that calls them back",
    lambda: ({ stepSpan }) => {
      const order: unknown[] = [];
      stepSpan("list").output.forEach(async (item: unknown) => {
        order.push(item, stepSpan("a").output);
        throw new Error("a rejection that nobody waits for");
      });
      return order;
    },
    edges: ["list required", "a conditional"],
  },
  {
    name: "asks for steps by names that are no names",
    lambda: ({ input, stepSpan }) => [
      stepSpan(input.x),
      stepSpan(`${input}`),
      stepSpan("a"),
      getRunContext().getData(""),
    ],
    edges: ["a required"],
  },
  {
    name: "reads by a proxy as name and key",
    lambda: ({ input }) => {
      const data = getRunContext();
      return [data.getData(`${input.x}.output`), data.getData(input.key), exportedStepSpan(input.name)];
    },
    edges: [],
  },
];

const place = { workflow: "w", step: "reader", parameter: "value", always: false };
const earlier = { has: (name: string) => earlierSteps.includes(name), names: () => earlierSteps };

describe("a lambda that misbehaves while it is traced", () => {
  it.each(hostile.map((lambdaCase) => [lambdaCase.name, lambdaCase] as const))("%s", (_, { lambda, edges }) => {
    const { reads } = inferLambda(lambda, place, earlier).lambda;
    const found = new Set(reads.map(({ step, certainty }) => `${step} ${certainty}`));
    expect([...found].sort()).toEqual([...edges].sort());
  });
});
