/** One message of a stream of server-sent events. */
export interface EventMessage {
  readonly event: string;
  readonly data: string;
}

/**
 * Takes the text of such a stream piece by piece and gives the messages that are complete.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createMessageReader(): (piece: string) => readonly EventMessage[] {
  let rest = "";
  /** A line may end with two characters, of which only the first has come. */
  let half = "";
  return (piece) => {
    // The end of a message may be cut in two: the last characters of what was there before are looked at again.
    const from = Math.max(0, rest.length - 3);
    const given = half + piece;
    half = given.endsWith("\r") ? "\r" : "";
    rest += given.slice(0, given.length - half.length).replaceAll("\r\n", "\n");
    const messages: EventMessage[] = [];
    let start = 0;
    for (let end = rest.indexOf("\n\n", from); end !== -1; end = rest.indexOf("\n\n", start)) {
      const message = messageOf(rest.slice(start, end));
      if (message !== null) messages.push(message);
      start = end + 2;
    }
    rest = rest.slice(start);
    return messages;
  };
}

function messageOf(block: string): EventMessage | null {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trimStart();
    else if (line.startsWith("data:")) data.push(line.slice(line[5] === " " ? 6 : 5));
  }
  return data.length === 0 ? null : { event, data: data.join("\n") };
}
