import { replaying } from "./local-hosts.ts";
import { tryHost } from "./try-host.ts";

tryHost(replaying);
