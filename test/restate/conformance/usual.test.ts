import { tryHost } from "../../conformance/try-host.ts";
import { restate } from "./restate-hosts.ts";

tryHost(restate);
