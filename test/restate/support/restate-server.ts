/** For tests that kill or restart a server: one of their own. @see sharedServer for all others */
export {
  type RestateServer,
  type RestateServerOptions,
  startRestateServer,
} from "../../../packages/examples/src/cluster/restate-server.ts";
