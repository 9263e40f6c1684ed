import { visibleText } from "@stepspan/engine/reading";
import { useEffect, useRef, useState } from "react";
import type { WorkflowSummary } from "../../../src/protocol.ts";
import { listWorkflows } from "../server/requests.ts";
import { Icon } from "./icon.tsx";
import { StartForm } from "./start-form.tsx";
import { Text } from "./text.tsx";

interface StartDialogProps {
  readonly onClose: () => void;
  readonly onStarted: (runId: string) => void;
}

/** Starts a run of one of the workflows that the server has. */
export function StartDialog({ onClose, onStarted }: StartDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [workflows, setWorkflows] = useState<readonly WorkflowSummary[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [index, setIndex] = useState(0);
  useEffect(() => {
    dialog.current?.showModal();
    listWorkflows().then(setWorkflows, (error: Error) => setProblem(error.message));
  }, []);
  const chosen = workflows?.[index] ?? null;
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="start-title" onClose={onClose}>
      <div className="dialog-head">
        <h2 id="start-title">Start a run</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </div>
      {problem !== null && (
        <p className="field-problem" role="alert">
          <Text>{problem}</Text>
        </p>
      )}
      {workflows?.length === 0 && <p className="section-note">The server was given no workflow that it could start.</p>}
      {workflows !== null && workflows.length > 0 && (
        <div className="field">
          <label className="field-name" htmlFor="start-workflow">
            Workflow
          </label>
          <select
            id="start-workflow"
            className="select"
            value={index}
            onChange={(event) => setIndex(Number(event.target.value))}
          >
            {workflows.map((each, at) => (
              <option key={each.name} value={at}>
                {visibleText(each.name)}
                {each.version === null ? "" : ` ${visibleText(each.version)}`}
              </option>
            ))}
          </select>
        </div>
      )}
      {chosen !== null && <StartForm key={chosen.name} workflow={chosen} onStarted={onStarted} />}
    </dialog>
  );
}
