import { tryHost } from "../../conformance/try-host.ts";
import { replayingRestate } from "./restate-hosts.ts";

tryHost(replayingRestate);
