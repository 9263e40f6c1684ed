/** Stands for an instance of a class that is not known where it is read: what the class made of it when it was written. */
export class UnknownInstance {
  /** The name under which the class was registered. */
  readonly className: string;
  readonly form: unknown;

  constructor(className: string, form: unknown) {
    this.className = className;
    this.form = form;
    Object.freeze(this);
  }
}
