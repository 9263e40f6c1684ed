import {
  type ClassRegistry,
  type Codec,
  createCodec,
  DefinitionError,
  type Observer,
  type Plan,
  type Runnable,
} from "@stepspan/engine";
import { checkKeys, describeThrown, plansByName } from "@stepspan/engine/hosting";
import type { ServerPlace } from "./connection.ts";
import { checkedUrl } from "./server-url.ts";

/** Where Restate is, and what is known here of its runs. */
export interface RestateEngineOptions {
  /** Where runs are started: `http://127.0.0.1:8080`. */
  readonly ingressUrl: string;
  /** Where runs are read: `http://127.0.0.1:9070`. */
  readonly adminUrl: string;
  /** What is sent to the ingress as `Authorization: Bearer …`. Default: nothing. */
  readonly ingressToken?: string;
  /** The same for the admin API. Default: nothing. */
  readonly adminToken?: string;
  /** Those whose runs of before are rerun, and are sent events by name. Default: those that are run here. */
  readonly workflows?: readonly Runnable[];
  /** Told of the events of the runs that are started here, as far as they are stored; see Observer. */
  readonly observers?: readonly Observer[];
  /** The classes whose instances can be recorded; the same as of `serveWorkflows`. Default: none but the language's own. */
  readonly classes?: ClassRegistry;
  /** What runs are read with, in place of `classes`: for tools, such as `createReadingCodec()`. */
  readonly codec?: Codec;
}

/** The options, checked. */
export interface EngineSettings {
  readonly ingress: ServerPlace;
  readonly admin: ServerPlace;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly observers: readonly Observer[];
  readonly classes: ClassRegistry | null;
  readonly codec: Codec;
}

const place = "createRestateEngine";
const known = [
  ...["ingressUrl", "adminUrl", "ingressToken", "adminToken", "workflows", "observers"],
  ...["classes", "codec"],
];

/** @throws DefinitionError for unknown options and values that make no sense */
export function settingsOf(options: RestateEngineOptions): EngineSettings {
  checkKeys(options, known, place);
  const { ingressUrl, adminUrl, ingressToken, adminToken, workflows = [], observers = [], classes = null } = options;
  if (classes !== null && typeof (classes as Partial<ClassRegistry>).classOf !== "function") {
    throw new DefinitionError(
      `${place} got ${describeThrown(classes)} as classes. Give a registry: const classes = createClassRegistry().`,
    );
  }
  return {
    ingress: {
      ...{ name: "ingress", option: "ingressUrl" },
      ...{ url: checkedUrl(ingressUrl, "ingressUrl", place), token: checkedToken(ingressToken, "ingressToken") },
    },
    admin: {
      ...{ name: "admin API", option: "adminUrl" },
      ...{ url: checkedUrl(adminUrl, "adminUrl", place), token: checkedToken(adminToken, "adminToken") },
    },
    plans: plansByName(workflows, place),
    ...{ observers, classes },
    codec: options.codec ?? createCodec(classes === null ? {} : { classes }),
  };
}

/** It goes into a header, and its text into no error. */
function checkedToken(token: unknown, option: string): string | null {
  if (token === undefined) return null;
  if (typeof token === "string" && /^[!-~]+$/.test(token)) return token;
  throw new DefinitionError(`${place} got an ${option} that is no token. Give visible characters of ASCII, or none.`);
}
