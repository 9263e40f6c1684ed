import { visibleText } from "@stepspan/engine/reading";
import { useState } from "react";
import { shapeOf } from "../model/value-shape.ts";
import { Icon } from "./icon.tsx";
import { Text } from "./text.tsx";

/** So many parts are shown before somebody asks for more. */
const partsAtOnce = 50;
/** So many characters of a text. */
const textAtOnce = 600;
const openUpTo = 12;

interface ValueViewProps {
  readonly value: unknown;
  /** The key under which it stands; null for a value of its own. */
  readonly name?: string | null;
  readonly depth?: number;
}

/** A value as a tree that is folded beyond its first parts. */
export function ValueView({ value, name = null, depth = 0 }: ValueViewProps) {
  const shape = shapeOf(value);
  const [isOpen, setOpen] = useState(shape.kind === "group" && depth < 2 && shape.size <= openUpTo);
  const [count, setCount] = useState(partsAtOnce);
  if (shape.kind === "text") {
    return (
      <div className="value">
        <Key name={name} />
        <TextValue text={shape.text} />
      </div>
    );
  }
  if (shape.kind !== "group") {
    return (
      <div className="value">
        <Key name={name} />
        <span className={`value-${shape.kind}`}>
          <Text>{shape.text}</Text>
        </span>
      </div>
    );
  }
  const { label, brackets, size } = shape;
  const head = `${label === "" ? "" : `${visibleText(label)} `}${brackets[0]}`;
  if (size === 0) {
    return (
      <div className="value">
        <Key name={name} />
        <span className="value-label">{`${head}${brackets[1]}`}</span>
      </div>
    );
  }
  return (
    <div className="value">
      <button type="button" className="value-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name="chevron" />
        <Key name={name} />
        <span className="value-label">{isOpen ? head : `${head}${size.toLocaleString("en")}${brackets[1]}`}</span>
      </button>
      {isOpen && (
        <div className="value-parts">
          {shape.parts(0, count).map(({ key, value: part }) => (
            <ValueView key={key} name={key} value={part} depth={depth + 1} />
          ))}
          {size > count && (
            <button type="button" className="more" onClick={() => setCount(count + 10 * partsAtOnce)}>
              {(size - count).toLocaleString("en")} more
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Key({ name }: { readonly name: string | null }) {
  if (name === null) return null;
  return (
    <span className="value-key">
      <Text>{name}</Text>:{" "}
    </span>
  );
}

/** A text in quotes, cut until somebody wants all of it. */
export function TextValue({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(text.length <= textAtOnce);
  return (
    <span className="value-text">
      “<Text>{isWhole ? text : text.slice(0, textAtOnce)}</Text>
      {isWhole ? (
        "”"
      ) : (
        <button type="button" className="more" onClick={() => setWhole(true)}>
          … {(text.length - textAtOnce).toLocaleString("en")} more characters
        </button>
      )}
    </span>
  );
}
