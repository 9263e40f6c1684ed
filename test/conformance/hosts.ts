import { replayingRestate, restate } from "../restate/conformance/restate-hosts.ts";
import type { Host } from "./host.ts";
import { local, replaying } from "./local-hosts.ts";

/** Those on which every scenario is tried, each with the file that does it. */
export const hosts: readonly { readonly host: Host; readonly file: string }[] = [
  { host: local, file: "local.test.ts" },
  { host: replaying, file: "replaying.test.ts" },
  { host: restate, file: "../restate/conformance/usual.test.ts" },
  { host: replayingRestate, file: "../restate/conformance/replaying.test.ts" },
];
