import { defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

const _news = defineEvent("news", z.object({ n: z.number() }));
const job = defineEvent("job", z.object({ id: z.number() }));
const answer = defineEvent("answer", z.string());

export const liveRuns = theme("a live run", {
  "takes events until it is stopped, one after the other, and lets what is queued finish": async ({ named, start }) => {
    const doors = createDoors();
    const name = named("worker");
    const worker = workflow(name).on("work", {
      event: job,
      params: { id: ({ event }) => event.id },
      run: async ({ id }, context) => `job ${id} ${await doors.at(`job ${id}`)({}, context)}`,
    });
    const trial = await start(worker, { run: { live: true } });
    for (const id of [1, 2]) await trial.handle.send(job, { id });
    await doors.reached("job 1");
    expect(doors.count("job 2")).toBe(0);
    await doors.open("job 1", "done");
    await doors.reached("job 2");
    await trial.handle.send(job, { id: 3 });
    trial.handle.stop();
    await trial.seen(({ type }) => type === "intake-closed");
    await expect(trial.handle.send(job, { id: 4 })).rejects.toThrow(
      `Run "${trial.handle.runId}" of workflow "${name}" was stopped, so it takes no event "job". Start another run.`,
    );
    for (const id of [2, 3]) await doors.open(`job ${id}`, "done");
    const done = await trial.end();
    expect(done.output).toEqual(["job 1 done", "job 2 done", "job 3 done"]);
    expect(done.unhandledEvents).toEqual([]);
  },

  "still gives the answers that its steps wait for": async ({ named, start }) => {
    const careful = workflow(named("careful")).on("work", {
      event: job,
      params: { id: ({ event }) => event.id },
      run: async ({ id }, context) => `${id}: ${await context.waitFor(answer)}`,
    });
    const trial = await start(careful, { run: { live: true } });
    await trial.handle.send(job, { id: 1 });
    await trial.step("wait-started", "work[0]");
    trial.handle.stop();
    await trial.seen(({ type }) => type === "intake-closed");
    await trial.handle.send(answer, "yes");
    expect((await trial.end()).output).toEqual(["1: yes"]);
  },

  "takes as many at once as the concurrency of its step says": async ({ named, start }) => {
    const doors = createDoors();
    const worker = workflow(named("worker")).on("work", {
      event: job,
      concurrency: 2,
      params: { id: ({ event }) => event.id },
      run: ({ id }, context) => doors.at(`job ${id}`)({}, context),
    });
    const trial = await start(worker, { run: { live: true } });
    for (const id of [1, 2, 3]) await trial.handle.send(job, { id });
    await doors.reached("job 1");
    await doors.reached("job 2");
    expect(doors.count("job 3")).toBe(0);
    for (const id of [2, 1, 3]) await doors.open(`job ${id}`);
    trial.handle.stop();
    expect((await trial.end()).output).toEqual(["job 1", "job 2", "job 3"]);
  },

  "holds a sender back whose mailbox is full": async ({ named, start }) => {
    const doors = createDoors();
    const worker = workflow(named("worker")).on("work", {
      event: job,
      capacity: 1,
      params: { id: ({ event }) => event.id },
      run: ({ id }, context) => doors.at(`job ${id}`)({}, context),
    });
    const trial = await start(worker, { run: { live: true } });
    const sent: number[] = [];
    const send = (id: number) => trial.handle.send(job, { id }).then(() => void sent.push(id));
    await send(1);
    await doors.reached("job 1");
    await send(2);
    const third = send(3);
    await trial.seen((told) => told.type === "event-sent" && (told.data as { id: number }).id === 2);
    expect(sent).toEqual([1, 2]);
    await doors.open("job 1");
    await third;
    for (const id of [2, 3]) await doors.open(`job ${id}`);
    trial.handle.stop();
    expect((await trial.end()).output).toEqual(["job 1", "job 2", "job 3"]);
  },

  "goes on after a job that failed, where its step tolerates that": async ({ named, start }) => {
    const tolerant = workflow(named("tolerant")).on("work", {
      event: job,
      continueOnError: true,
      params: { id: ({ event }) => event.id },
      run: ({ id }) => {
        if (id === 2) throw new Error("job 2 is broken");
        return `job ${id}`;
      },
    });
    const trial = await start(tolerant, { run: { live: true } });
    for (const id of [1, 2, 3]) await trial.handle.send(job, { id });
    trial.handle.stop();
    expect((await trial.end()).output).toMatchObject([
      { status: "succeeded", output: "job 1" },
      { status: "failed", error: { message: 'Step "work[1]" failed on attempt 1: Error: job 2 is broken.' } },
      { status: "succeeded", output: "job 3" },
    ]);
  },
});
