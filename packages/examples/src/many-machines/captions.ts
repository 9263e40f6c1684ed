import { workflow } from "stepspan";
import { z } from "zod";
import { describeScene, findScenes } from "./video.ts";

// #region workflow
/** Scenes of videos, found on any machine, and described where there is a GPU. */
export const captions = workflow("captions", {
  version: "1",
  input: z.object({ videos: z.array(z.string()) }),
})
  .map("scenes", {
    over: ({ input }) => input.videos,
    params: { video: ({ item }) => item },
    retry: { attempts: 3, delay: "1s", backoff: "exponential" },
    run: findScenes,
  })
  .map("texts", {
    pool: "gpu",
    over: ({ stepSpan }) => stepSpan("scenes").output.flat(),
    params: { scene: ({ item }) => item },
    timeout: "10m",
    run: describeScene,
  })
  .step("index", {
    params: { texts: ({ stepSpan }) => stepSpan("texts").output },
    run: ({ texts }) => texts.toSorted().join("\n"),
  });
// #endregion
