import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Sends bytes as they are, and gives all that comes back until the server closes. */
export async function rawRequest(port: number, text: string): Promise<string> {
  const socket = await openSocket(port);
  socket.write(text);
  let answer = "";
  for await (const piece of socket) answer += String(piece);
  return answer;
}

/** An open socket, which ends with the test. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => undefined); // the server may close it at any time
  await once(socket, "connect");
  return socket;
}
