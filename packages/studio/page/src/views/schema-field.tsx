import { visibleText } from "@stepspan/engine/reading";
import { useId } from "react";
import { type FieldProblem, type FormTexts, itemAt, lengthOf, textIn } from "../model/form-values.ts";
import type { FormField } from "../model/input-form.ts";
import { brief } from "../model/value-shape.ts";
import { Icon } from "./icon.tsx";
import { Text } from "./text.tsx";

interface SchemaFieldProps {
  readonly field: FormField;
  readonly form: FormTexts;
  readonly problems: readonly FieldProblem[];
  readonly onText: (path: string, text: string) => void;
  readonly onLength: (path: string, length: number) => void;
}

/** A field of a form, or a group or list of fields, with what is wrong at each. */
export function SchemaField(props: SchemaFieldProps) {
  const { field } = props;
  if (field.kind === "group") return <GroupField {...props} field={field} />;
  if (field.kind === "list") return <ListField {...props} field={field} />;
  return <PlainField {...props} />;
}

function GroupField({ field, ...rest }: SchemaFieldProps & { readonly field: FormField & { readonly kind: "group" } }) {
  const fields = field.fields.map((each) => <SchemaField key={each.path} field={each} {...rest} />);
  const own = <Problems path={field.path} problems={rest.problems} id={`problem-${field.path}`} />;
  if (field.path === "") {
    return (
      <>
        {fields}
        {own}
      </>
    );
  }
  return (
    <fieldset className="field-group">
      <legend>
        <Text>{field.label}</Text>
      </legend>
      {field.hint !== "" && (
        <p className="field-hint">
          <Text>{field.hint}</Text>
        </p>
      )}
      {fields}
      {own}
    </fieldset>
  );
}

function ListField({
  field,
  form,
  onLength,
  ...rest
}: SchemaFieldProps & { readonly field: FormField & { readonly kind: "list" } }) {
  const length = lengthOf(field, form);
  return (
    <fieldset className="field-group">
      <legend>
        <Text>{field.label}</Text>
      </legend>
      {Array.from({ length }, (_none, index) => {
        const item = itemAt(field, index);
        const named = item.label === "" ? { ...item, label: `${field.label} ${index + 1}` } : item;
        return <SchemaField key={item.path} field={named} form={form} onLength={onLength} {...rest} />;
      })}
      <div className="field-row">
        <button type="button" className="button button-small" onClick={() => onLength(field.path, length + 1)}>
          <Icon name="plus" />
          Add
        </button>
        {length > 0 && (
          <button type="button" className="button button-small" onClick={() => onLength(field.path, length - 1)}>
            Remove the last
          </button>
        )}
      </div>
      <Problems path={field.path} problems={rest.problems} id={`problem-${field.path}`} />
    </fieldset>
  );
}

function PlainField({ field, form, problems, onText }: SchemaFieldProps) {
  const id = useId();
  const isWrong = problems.some(({ path }) => path === field.path);
  const control = {
    id,
    required: field.isRequired && field.kind !== "json",
    "aria-invalid": isWrong || undefined,
    "aria-describedby": isWrong ? `${id}-problem` : undefined,
  };
  const text = textIn(field, form);
  return (
    <div className="field">
      <label className="field-name" htmlFor={id}>
        <span>
          <Text>{field.label}</Text>
          {!field.isRequired && <span className="field-optional"> optional</span>}
        </span>
        {(field.hint !== "" || field.kind === "json") && (
          <span className="field-hint">
            <Text>{field.hint === "" ? "JSON" : field.hint}</Text>
          </span>
        )}
      </label>
      <Control field={field} text={text} control={control} onText={(written) => onText(field.path, written)} />
      <Problems path={field.path} problems={problems} id={`${id}-problem`} />
    </div>
  );
}

interface ControlProps {
  readonly field: FormField;
  readonly text: string;
  readonly control: { readonly id: string; readonly required: boolean };
  readonly onText: (text: string) => void;
}

function Control({ field, text, control, onText }: ControlProps) {
  switch (field.kind) {
    case "boolean":
      return (
        <select {...control} className="select" value={text} onChange={(event) => onText(event.target.value)}>
          {!field.isRequired && <option value="">not given</option>}
          <option value="false">no</option>
          <option value="true">yes</option>
        </select>
      );
    case "choice":
      return (
        <select {...control} className="select" value={text} onChange={(event) => onText(event.target.value)}>
          <option value="">{field.isRequired ? "choose" : "not given"}</option>
          {field.choices.map((choice, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is what is chosen
            <option key={index} value={String(index)}>
              {visibleText(typeof choice === "string" ? choice : brief(choice))}
            </option>
          ))}
        </select>
      );
    case "number":
      return (
        <input
          {...control}
          className="input"
          type="number"
          step={field.isInteger ? 1 : "any"}
          min={field.minimum ?? undefined}
          max={field.maximum ?? undefined}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      );
    case "json":
      return (
        <textarea
          {...control}
          className="input mono"
          rows={field.path === "" ? 8 : 3}
          spellCheck={false}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      );
    case "text":
      if (field.isLong) {
        return (
          <textarea
            {...control}
            className="input"
            rows={4}
            value={text}
            onChange={(event) => onText(event.target.value)}
          />
        );
      }
      return (
        <input
          {...control}
          className="input"
          type={field.format === "date" ? "date" : "text"}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      );
    default:
      return null;
  }
}

function Problems({
  path,
  problems,
  id,
}: {
  readonly path: string;
  readonly problems: readonly FieldProblem[];
  readonly id: string;
}) {
  const own = problems.filter((problem) => problem.path === path);
  if (own.length === 0) return null;
  return (
    <p className="field-problem" id={id}>
      <Text>{own.map(({ message }) => message).join("; ")}</Text>
    </p>
  );
}
