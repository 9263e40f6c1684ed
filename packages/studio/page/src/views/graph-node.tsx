import { visibleText } from "@stepspan/engine/reading";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import type { NodePicture } from "../model/graph-picture.ts";
import { spanStatuses } from "../model/statuses.ts";
import { shortDuration } from "../model/times.ts";
import type { StepFlowNode } from "./graph-elements.ts";
import { KindSign } from "./kind-sign.tsx";
import { Sign } from "./sign.tsx";
import { Text } from "./text.tsx";
import { goTo } from "./use-place.ts";

/** The box of a step. */
export const StepNode = memo(function StepNode({ data, width, height }: NodeProps<StepFlowNode>) {
  const { name, kind, words, isGuarded, picture, path, isSelected, onOpen } = data;
  const status = picture?.status ?? "pending";
  const detail = [words, picture === null ? "" : timeWords(picture)].filter((each) => each !== "").join(" · ");
  return (
    <div
      className="node"
      data-status={status}
      data-kind={kind}
      data-selected={isSelected || undefined}
      style={{ width, height }}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <button type="button" className="node-button" onClick={() => goTo({ span: path })}>
        <KindSign kind={kind} />
        <span className="node-name">
          <Text>{name}</Text>
        </span>
        <Sign status={status} />
        <span className="hidden">{status}</span>
        <span className="node-detail">
          {isGuarded && (
            <span className="node-guard" title="It has a guard">
              ◇<span className="hidden">guarded</span>
            </span>
          )}
          <Text>{detail}</Text>
        </span>
        {picture?.counts != null && <Shares picture={picture} />}
      </button>
      {onOpen !== null && (
        <button
          type="button"
          className="node-open"
          onClick={onOpen}
          aria-label={`Graph of ${visibleText(name)}`}
          title="Its graph"
        >
          ⤢
        </button>
      )}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
});

function timeWords({ startedAt, finishedAt, partCount, status }: NodePicture): string {
  const count = partCount === 0 ? "" : `${partCount.toLocaleString("en")} · `;
  if (startedAt === null) return `${count}${status}`;
  return finishedAt === null ? `${count}${status}` : `${count}${shortDuration(finishedAt - startedAt)}`;
}

/** The parts of what it holds, by their status. */
function Shares({ picture: { counts } }: { readonly picture: NodePicture }) {
  return (
    <span className="node-shares" aria-hidden="true">
      {spanStatuses.map((status) => {
        const count = counts?.[status] ?? 0;
        return count === 0 ? null : (
          <span key={status} className="status-bar-share" data-status={status} style={{ flexGrow: count }} />
        );
      })}
    </span>
  );
}
