import type { StoredRunSummary } from "../../../src/protocol.ts";
import { fragmentOf, nowhere } from "../model/place.ts";
import { momentOf, shortDuration } from "../model/times.ts";
import { brief } from "../model/value-shape.ts";
import type { FeedView } from "../server/run-feed.ts";
import { RunActions } from "./run-actions.tsx";
import { RunAlerts } from "./run-alerts.tsx";
import type { ShownRun } from "./shown-run.ts";
import { StatusWord } from "./sign.tsx";
import { StatusBar } from "./status-bar.tsx";
import { Text } from "./text.tsx";
import { goTo } from "./use-place.ts";

interface RunHeaderProps {
  readonly shown: ShownRun;
  readonly feed: FeedView;
  readonly runId: string;
  readonly summary: StoredRunSummary | null;
  readonly now: number;
}

/** What run this is, how it stands, and what can be done with it. */
export function RunHeader({ shown, feed, runId, summary, now }: RunHeaderProps) {
  const { run } = shown;
  return (
    <header className="run-head">
      <div className="run-title">
        <h1>
          <button type="button" className="title-button" onClick={() => goTo({ span: "" })} title="Input and output">
            <Text>{run.workflow}</Text>
          </button>
        </h1>
        <StatusWord status={run.status} />
        {shown.isPast && <span className="tag tag-past">as it was</span>}
        {feed.connection === "apart" && <span className="tag tag-bad">connection lost, trying again</span>}
        {feed.behind > 0 && <span className="tag">{feed.behind} events to take</span>}
        <RunActions shown={shown} runId={runId} />
      </div>
      <dl className="facts">
        <Fact name="Run">
          <span className="mono">
            <Text>{runId}</Text>
          </span>
        </Fact>
        <Fact name="Began">{momentOf(run.startedAt)}</Fact>
        <Fact name="Took">{shortDuration((run.finishedAt ?? now) - run.startedAt)}</Fact>
        {summary?.version != null && (
          <Fact name="Version">
            <Text>{summary.version}</Text>
          </Fact>
        )}
        {run.parentRunId !== null && (
          <Fact name="Child of">
            <RunLink runId={run.parentRunId} />
          </Fact>
        )}
        {run.rerunOf !== null && (
          <Fact name="Rerun of">
            <RunLink runId={run.rerunOf.runId} />{" "}
            {run.rerunOf.from === null ? (
              "what failed"
            ) : (
              <>
                from <Text>{run.rerunOf.from}</Text>
              </>
            )}
          </Fact>
        )}
        {Object.entries(run.metadata).map(([name, value]) => (
          <Fact key={name} name={name}>
            <Text>{typeof value === "string" ? value : brief(value, 60)}</Text>
          </Fact>
        ))}
      </dl>
      <StatusBar spans={run.rootSpan.steps} label="Steps" />
      <RunAlerts shown={shown} problem={feed.problem} heldUp={feed.heldUp} />
    </header>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className="fact">
      <dt>
        <Text>{name}</Text>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

function RunLink({ runId }: { readonly runId: string }) {
  return (
    <a className="mono" href={fragmentOf({ ...nowhere, runId })}>
      <Text>{runId}</Text>
    </a>
  );
}
