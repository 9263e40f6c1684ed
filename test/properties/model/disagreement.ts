/** The model and the engine tell the same run differently. */
export class Disagreement extends Error {}
