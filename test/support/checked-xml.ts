import { DOMParser, type Element, onWarningStopParsing } from "@xmldom/xmldom";

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text directly in it. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** The root of a document, and all elements in their order. @throws Error for what is not well-formed XML */
export function checkedXml(text: string): { readonly root: XmlElement; readonly all: readonly XmlElement[] } {
  const parser = new DOMParser({ onError: onWarningStopParsing });
  const document = parser.parseFromString(text, "application/xml");
  const all: XmlElement[] = [];
  const root = elementOf(document.documentElement!, all); // a document has one, else the parser throws
  return { root, all };
}

function elementOf(node: Element, all: XmlElement[]): XmlElement {
  const inside = Array.from(node.childNodes);
  const children: XmlElement[] = [];
  const element = {
    name: node.tagName,
    attributes: Object.fromEntries(Array.from(node.attributes, ({ name, value }) => [name, value])),
    text: inside.flatMap((part) => (part.nodeType === part.TEXT_NODE ? [part.nodeValue] : [])).join(""),
    children,
  };
  all.push(element);
  for (const part of inside) if (part.nodeType === part.ELEMENT_NODE) children.push(elementOf(part as Element, all)); // its type says so
  return element;
}
