/** The languages of drawings. */
export const formats = ["mermaid", "dot", "svg", "json"] as const;
