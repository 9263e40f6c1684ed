import { visibleText } from "@stepspan/engine/reading";
import { type CauseLine, causesOf } from "../model/causes.ts";
import { Text } from "./text.tsx";
import { ValueView } from "./value-view.tsx";

/** What went wrong, with the chain of causes. */
export function ErrorView({ error }: { readonly error: unknown }) {
  const causes = causesOf(error);
  return (
    <ol className="causes">
      {causes.map((cause, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a chain of causes does not change
        <li key={index} className="cause" style={{ marginInlineStart: Math.min(cause.depth, 6) * 10 }}>
          <Cause cause={cause} />
        </li>
      ))}
    </ol>
  );
}

function Cause({ cause: { depth, name, code, message, stack, value } }: { readonly cause: CauseLine }) {
  if (name === "") {
    return (
      <>
        <span className="cause-name">Thrown value</span>
        <ValueView value={value} />
      </>
    );
  }
  return (
    <>
      <p className="cause-name">
        {depth > 0 && <span className="cause-link">caused by </span>}
        <Text>{name}</Text>
        {code !== null && (
          <span className="tag">
            <Text>{code}</Text>
          </span>
        )}
      </p>
      <p className="cause-message">
        <Text>{message}</Text>
      </p>
      {stack !== "" && (
        <details className="stack">
          <summary>Where</summary>
          <pre tabIndex={0}>{stack.split("\n").map(visibleText).join("\n")}</pre>
        </details>
      )}
    </>
  );
}
