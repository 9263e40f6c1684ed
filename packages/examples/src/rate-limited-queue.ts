import { type AnyWorkflow, createEngine, workflow } from "stepspan";

const cities = ["Athens", "Berlin", "Cairo", "Delhi", "Edmonton", "Fez", "Graz"];

/** One call of the service for each city; all of them wait in the queue `api`. */
export const weather = cities.reduce<AnyWorkflow>(
  (calls, city) =>
    calls.step(city, { queue: "api", params: { city }, run: async ({ city }: { city: string }) => `sun in ${city}` }),
  workflow("weather"),
);

/** The service takes two calls at a time, and five in a second. */
export const queues = { api: { concurrency: 2, rate: { limit: 5, interval: "1s" } } } as const;

if (import.meta.main) {
  await using engine = createEngine({ queues });
  const run = await engine.run(weather, {});
  for (const { startedAt, output } of run.spans)
    console.log(`${Math.round((startedAt ?? 0) - run.startedAt)} ms: ${output}`);
}
