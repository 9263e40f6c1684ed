import { setTimeout as delay } from "node:timers/promises";
import { type AnyWorkflow, defineEvent, type StepContext, workflow } from "stepspan";
import { z } from "zod";

/** The branch example: one of two ways is taken. */
export const sendParcel = workflow("send-parcel", {
  input: z.object({ weight: z.number().positive(), address: z.string().min(1) }),
})
  .step("validate", {
    params: { weight: ({ input }) => input.weight },
    run: ({ weight }) => ({ isHeavy: weight > 20 }),
  })
  .step("byBicycle", {
    when: ({ stepSpan }) => !stepSpan("validate").output.isHeavy,
    params: { address: ({ input }) => input.address },
    run: ({ address }) => `A bicycle goes to ${address}.`,
  })
  .step("byTruck", {
    when: ({ stepSpan }) => stepSpan("validate").output.isHeavy,
    params: { address: ({ input }) => input.address },
    run: ({ address }) => `A truck goes to ${address}.`,
  })
  .step("confirm", {
    params: {
      bicycle: ({ stepSpan }) => stepSpan("byBicycle", { default: null })?.output ?? null,
      truck: ({ stepSpan }) => stepSpan("byTruck", { default: null })?.output ?? null,
    },
    run: ({ bicycle, truck }) => bicycle ?? truck ?? "Nothing goes anywhere.",
  })
  .step("log", { dependsOn: ["confirm"], run: () => "written down" });

const product = z.object({ name: z.string(), cents: z.number().int() });

/** What a picture of a product goes through. */
const picture = workflow("picture", { input: z.object({ name: z.string(), ms: z.number() }) })
  .step("load", { params: { ms: ({ input }) => input.ms }, run: ({ ms }) => delay(ms, `${ms} kB`) })
  .step("crop", {
    params: { bytes: ({ stepSpan }) => stepSpan("load").output },
    run: ({ bytes }) => delay(6, `${bytes}, cropped`),
  })
  .step("compress", {
    params: { bytes: ({ stepSpan }) => stepSpan("crop").output },
    run: ({ bytes }) => delay(9, `${bytes}, compressed`),
  });

async function askPrices({ products }: { products: readonly string[] }, { attempt, log }: StepContext) {
  log.info("asking the price service", { products: products.length, attempt });
  await delay(18);
  if (attempt === 1) throw new Error("503 from the price service", { cause: new Error("socket hang up") });
  return products.map((name, index) => ({ name, cents: 250 + 35 * index }));
}

/** A bit of everything: parallel branches, retries, a map of sub-workflows, a race, a guard, a finaliser. */
export const publishCatalogue = workflow("publish-catalogue", {
  version: "3",
  input: z.object({ day: z.string(), audience: z.enum(["shops", "everybody"]) }),
  state: z.object({ published: z.array(z.string()).default([]) }),
})
  .step("products", {
    params: { day: ({ input }) => input.day },
    run: async ({ day }, { log }) => {
      await delay(24);
      log.info(`products as of ${day}`);
      return ["bread", "rolls", "pretzels", "croissants", "rye loaf", "brioche"];
    },
  })
  .step("prices", {
    params: { products: ({ stepSpan }) => stepSpan("products").output },
    retry: { attempts: 3, delay: 45 },
    run: askPrices,
  })
  .map("pictures", {
    over: ({ stepSpan }) => stepSpan("products").output,
    params: { name: ({ item }) => item, ms: ({ index }) => 14 + ((index * 17) % 40) },
    run: picture,
    concurrency: 3,
  })
  .step("translateHere", {
    params: { products: ({ stepSpan }) => stepSpan("products").output },
    run: ({ products }) => delay(120, products),
  })
  .step("translateThere", {
    params: { products: ({ stepSpan }) => stepSpan("products").output },
    run: ({ products }) =>
      delay(
        46,
        products.map((name) => name.toUpperCase()),
      ),
  })
  .race("translation", { of: ["translateHere", "translateThere"] })
  .step("legalNotice", {
    when: ({ input }) => input.audience === "everybody",
    run: () => "All prices with tax.",
  })
  .step("layout", {
    params: {
      prices: ({ stepSpan }) => stepSpan("prices").output,
      pictures: ({ stepSpan }) => stepSpan("pictures").output,
      names: ({ stepSpan }) => stepSpan("translation").output,
      notice: ({ stepSpan }) => stepSpan("legalNotice", { default: null })?.output ?? null,
    },
    output: z.object({ pages: z.number(), products: z.array(product) }),
    run: async ({ prices, pictures }, { span, usage }) => {
      await delay(30);
      span.set("template", "autumn");
      usage.add("pages", pictures.length);
      return { pages: pictures.length, products: prices };
    },
  })
  .step("publish", {
    params: { pages: ({ stepSpan }) => stepSpan("layout").output.pages },
    run: async ({ pages }, { state, log }) => {
      await delay(22);
      state.append("published", `catalogue of ${pages} pages`);
      log.warn("the cache of the shop window is 4 minutes old", { pages });
      return { address: "shop/catalogue", pages };
    },
  })
  .step("cleanUp", { dependsOn: ["publish"], always: true, run: () => delay(5, "temporary files removed") });

class CardRefused extends Error {
  override readonly name = "CardRefused";
  readonly code = "CARD_REFUSED";
}

/** Fails below a sub-workflow, with a chain of causes. */
const payment = workflow("payment", { input: z.object({ cents: z.number() }) })
  .step("reserve", { params: { cents: ({ input }) => input.cents }, run: ({ cents }) => ({ reserved: cents }) })
  .step("charge", {
    params: { reserved: ({ stepSpan }) => stepSpan("reserve").output.reserved },
    run: ({ reserved }) => {
      const refused = new CardRefused("the bank refused the card", { cause: new Error("limit of 100.00 exceeded") });
      throw new Error(`could not charge ${reserved} cents`, { cause: refused });
    },
  });

export const chargeOrder = workflow("charge-order", { input: z.object({ order: z.string(), cents: z.number() }) })
  .step("load", { params: { order: ({ input }) => input.order }, run: ({ order }) => ({ order, items: 3 }) })
  .subflow("pay", { workflow: payment, params: { cents: ({ input }) => input.cents } })
  .step("receipt", { params: { paid: ({ stepSpan }) => stepSpan("pay").output }, run: () => "sent" })
  .step("stock", {
    params: { items: ({ stepSpan }) => stepSpan("load").output.items },
    run: ({ items }) => `${items} taken`,
  });

const decision = defineEvent("decision", z.object({ approved: z.boolean(), by: z.string() }));

/** Waits for a person. */
export const approveInvoice = workflow("approve-invoice", { input: z.object({ invoice: z.string() }) })
  .step("read", { params: { invoice: ({ input }) => input.invoice }, run: ({ invoice }) => `invoice ${invoice}` })
  .wait("decision", { event: decision, dependsOn: ["read"] })
  .step("book", {
    params: { decision: ({ stepSpan }) => stepSpan("decision").output },
    run: ({ decision }) => `${decision.approved ? "booked" : "sent back"} by ${decision.by}`,
  });

/** A map of as many items as one likes. */
export const manyItems = workflow("many-items", { input: z.object({ count: z.number().int() }) })
  .step("list", {
    params: { count: ({ input }) => input.count },
    run: ({ count }) => Array.from({ length: count }, (_none, index) => index),
  })
  .map("double", {
    over: ({ stepSpan }) => stepSpan("list").output,
    params: { item: ({ item }) => item },
    run: ({ item }: { item: number }) => {
      if (item === 7_000) throw new Error("item 7000 is odd in its own way");
      return item * 2;
    },
    continueOnError: true,
  })
  .step("count", {
    params: { all: ({ stepSpan }) => stepSpan("double", { default: null })?.output ?? [] },
    run: ({ all }) => all.length,
  });

/** An input of many kinds, for its form. */
export const bookTable = workflow("book-table", {
  input: z.object({
    name: z.string().min(2).describe("Whom to ask for"),
    guests: z.number().int().min(1).max(12),
    room: z.enum(["inside", "garden"]),
    isBirthday: z.boolean().default(false),
    note: z.string().max(400).optional(),
    contact: z.object({ email: z.string(), phone: z.string().nullable().optional() }),
    dishes: z.array(z.string()),
    extras: z.record(z.string(), z.number()).optional(),
  }),
}).step("book", { params: { input: ({ input }) => input }, run: ({ input }) => input });

/** Steps of `hostileWorkflow`. */
export const hostileNames: readonly string[] = [
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "\u001b[2J\u001b[31mred",
  "invoice\u202efdp.exe",
  "\ud800",
  "one\r\ntwo",
  "../../etc/passwd",
  "a\0b",
  "outer/inner[3]#2",
  "__proto__",
  "n".repeat(10_240),
];

/** Names that must be nothing but names. */
export const hostileWorkflow = hostileNames.reduce<AnyWorkflow>(
  (built, name) =>
    built.step(name, {
      run: (_params, { log, span }: StepContext) => {
        log.info(name, { [`field ${name}`]: name });
        span.set(`variable ${name}`, name);
        return { [name]: name };
      },
    }),
  workflow('<script>alert("\u202e")</script>'),
);
