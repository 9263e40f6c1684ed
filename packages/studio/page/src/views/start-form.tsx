import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";
import type { WorkflowSummary } from "../../../src/protocol.ts";
import { problemsAt } from "../model/field-problems.ts";
import { type FieldProblem, type FormTexts, readForm } from "../model/form-values.ts";
import { type FormField, fieldOf } from "../model/input-form.ts";
import { startRun } from "../server/requests.ts";
import { SchemaField } from "./schema-field.tsx";
import { Text } from "./text.tsx";
import { useAction } from "./use-action.ts";

interface StartFormProps {
  readonly workflow: WorkflowSummary;
  readonly onStarted: (runId: string) => void;
}

const nothingWritten: FormTexts = { texts: {}, lengths: {} };

/** The input of a workflow as a form, or as JSON. */
export function StartForm({ workflow, onStarted }: StartFormProps) {
  const schemaField = useMemo(() => fieldOf(workflow.inputSchema), [workflow]);
  const [isJson, setJson] = useState(false);
  const [form, setForm] = useState(nothingWritten);
  const [wrong, setWrong] = useState<readonly FieldProblem[]>([]);
  const { isBusy, problem, run } = useAction();
  const field: FormField = isJson ? jsonField : schemaField;
  const written = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was refused is shown by now
  useEffect(() => {
    written.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [wrong, problem]);
  const told = problemsAt(field, form, [...wrong, ...(problem?.issues ?? [])]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { value, problems } = readForm(field, form);
    setWrong(problems);
    if (problems.length > 0) return;
    run(async () => onStarted((await startRun(workflow.name, value)).runId));
  };
  return (
    <form className="start-form" ref={written} onSubmit={submit} noValidate>
      <SchemaField
        field={field}
        form={form}
        problems={told.atFields}
        onText={(path, text) => setForm({ ...form, texts: { ...form.texts, [path]: text } })}
        onLength={(path, length) => setForm({ ...form, lengths: { ...form.lengths, [path]: length } })}
      />
      <div role="alert">
        {problem !== null && problem.issues.length === 0 && (
          <p className="field-problem">
            <Text>{problem.message}</Text>
          </p>
        )}
        {told.elsewhere.map(({ path, message }) => (
          <p key={`${path} ${message}`} className="field-problem">
            <Text>{`${path} ${message}`}</Text>
          </p>
        ))}
      </div>
      <div className="dialog-foot">
        {schemaField.kind !== "json" && (
          <button type="button" className="button button-quiet" aria-pressed={isJson} onClick={() => setJson(!isJson)}>
            {isJson ? "As a form" : "As JSON"}
          </button>
        )}
        <button type="submit" className="button button-main" disabled={isBusy}>
          Start
        </button>
      </div>
    </form>
  );
}

const jsonField: FormField = {
  path: "",
  label: "Input",
  hint: "JSON",
  isRequired: true,
  initial: undefined,
  kind: "json",
};
