/** Makes calls as a Restate server does that goes on with a journal: HTTP/2 and the messages of its service protocol. */
import { connect } from "node:http2";
import { buffer } from "node:stream/consumers";

/** The kinds of messages that are used here, by the numbers of the protocol. */
const kinds = {
  ...{ start: 0x0000, suspension: 0x0001, error: 0x0002, end: 0x0003 },
  ...{ input: 0x0400, output: 0x0401, signal: 0xfbff },
};

export interface ReplayedCall {
  readonly url: string;
  readonly service: string;
  readonly handler: string;
  readonly input: Uint8Array;
  /** The output that is in the journal. Default: none is. */
  readonly output?: Uint8Array;
  /** A signal that is there, by its name and its value. Default: none is. */
  readonly signal?: readonly [name: string, value: Uint8Array];
}

/** What the endpoint says to it, by the names of its messages; an error with its text. */
export async function replayed(call: ReplayedCall): Promise<readonly string[]> {
  const { url, service, handler, input, output, signal } = call;
  const journal = [message(kinds.input, field(14, field(1, input)))];
  if (signal !== undefined) {
    const [name, value] = signal;
    journal.push(message(kinds.signal, Buffer.concat([field(3, Buffer.from(name)), field(5, field(1, value))])));
  }
  if (output !== undefined) journal.push(message(kinds.output, field(14, field(1, output))));
  const id = new Uint8Array(24).fill(7);
  const start = Buffer.concat([field(1, id), field(2, Buffer.from("inv_1")), count(3, journal.length), count(9, 1)]);
  const session = connect(url);
  try {
    const type = "application/vnd.restate.invocation.v6";
    const path = `/invoke/${service}/${handler}`;
    const request = session.request({ ":method": "POST", ":path": path, "content-type": type, accept: type });
    request.end(Buffer.concat([message(kinds.start, start), ...journal]));
    return [...said(await buffer(request))];
  } finally {
    session.destroy();
  }
}

function* said(bytes: Buffer): Generator<string> {
  for (let at = 0; at < bytes.length; ) {
    const [kind, length] = [bytes.readUInt16BE(at), bytes.readUInt32BE(at + 4)];
    const name = Object.entries(kinds).find(([, number]) => number === kind)?.[0] ?? kind.toString(16);
    const body = bytes.subarray(at + 8, at + 8 + length);
    yield name === "error" ? `error: ${body}` : name;
    at += 8 + length;
  }
}

/** Its kind, flags, and how long it is; then itself. */
function message(kind: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(kind, 0);
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** A field of bytes as Protocol Buffers write it. */
function field(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function count(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
