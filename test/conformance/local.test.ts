import { local } from "./local-hosts.ts";
import { tryHost } from "./try-host.ts";

tryHost(local);
