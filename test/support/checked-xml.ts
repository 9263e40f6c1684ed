import { SaxesParser, type SaxesTagPlain } from "saxes";

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text directly in it. */
  text: string;
  readonly children: XmlElement[];
}

/** The root of a document, and all elements in their order. @throws Error for what is not well-formed XML */
export function checkedXml(text: string): { readonly root: XmlElement; readonly all: readonly XmlElement[] } {
  const parser = new SaxesParser();
  const all: XmlElement[] = [];
  const open: XmlElement[] = [];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }: SaxesTagPlain) => {
    const element: XmlElement = { name, attributes, text: "", children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
    all.push(element);
  });
  parser.on("text", (part) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += part;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  return { root: all[0]!, all }; // a document has a root
}
