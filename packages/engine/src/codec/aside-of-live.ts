import { type Live, lostLive } from "../state/live.ts";
import { type AsideKind, textOf } from "./aside.ts";

/** What `live` gave: only its label is written, so what is read is lost. */
export const liveAside: AsideKind<Live> = {
  name: "live",
  describe: ({ label }) => ({ facts: [label], parts: [] }),
  restore: ({ facts }) => lostLive(textOf(facts[0])),
};
