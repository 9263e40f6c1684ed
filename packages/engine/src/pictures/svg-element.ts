/** Text of an SVG; whatever comes from outside is escaped when it gets in. */
export type Markup = string;

export type Attributes = Readonly<Record<string, string | number | null>>;

/** An element. Attributes that are null are left out; numbers are rounded to a tenth. */
export function element(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === null ? "" : ` ${key}="${escapeXml(typeof value === "number" ? short(value) : value)}"`,
  );
  const start = `<${name}${written.join("")}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join("")}</${name}>`;
}

/** An element that holds nothing but text. */
export function textElement(name: string, attributes: Attributes, text: string): Markup {
  return element(name, attributes, escapeXml(text));
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeXml(text: string): Markup {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
