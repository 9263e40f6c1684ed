interface Settings {
  readonly folder: string;
  readonly ports: { readonly node: number; readonly admin: number; readonly ingress: number };
  readonly alwaysReplay?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Of a server that starts fast, needs little memory, listens on the loopback address alone and tells nobody of itself. */
export function restateSettings({ folder, ports, alwaysReplay = false, env = {} }: Settings): Record<string, string> {
  return {
    RESTATE_DISABLE_TELEMETRY: "true",
    RESTATE_LISTEN_MODE: "tcp",
    RESTATE_BIND_IP: "127.0.0.1",
    RESTATE_ADVERTISED_HOST: "127.0.0.1",
    RESTATE_BASE_DIR: folder,
    RESTATE_NODE_NAME: "stepspan",
    RESTATE_BIND_PORT: String(ports.node),
    RESTATE_ADMIN__BIND_PORT: String(ports.admin),
    RESTATE_INGRESS__BIND_PORT: String(ports.ingress),
    RESTATE_DEFAULT_NUM_PARTITIONS: "4",
    RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: "512MB",
    RESTATE_LOG_FILTER: "warn",
    RESTATE_LOG_DISABLE_ANSI_CODES: "true",
    ...(alwaysReplay ? { RESTATE_WORKER__INVOKER__INACTIVITY_TIMEOUT: "0s" } : {}),
    ...env,
  };
}
