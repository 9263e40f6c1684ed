import { connect } from "node:net";

/** Tells the test that a step has begun, and ends when the test says so. @throws Error with the test's message */
export function held(name: string, signal: AbortSignal): Promise<string> {
  const socket = connect(process.env.STEPS_BY_HAND ?? "");
  signal.addEventListener("abort", () => socket.destroy(new Error("aborted")), { once: true });
  return new Promise((resolve, reject) => {
    socket.setEncoding("utf8").write(name);
    socket.on("error", reject);
    socket.once("data", (said: string) => {
      socket.end();
      if (said === "ok") resolve(`${name} done`);
      else reject(new Error(said));
    });
  });
}
