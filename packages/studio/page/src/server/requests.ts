import {
  type ErrorAnswer,
  type InputIssueAnswer,
  type RerunRequest,
  type RunAnswer,
  type RunListAnswer,
  type StartedAnswer,
  tokenHeader,
  type WorkflowSummary,
  type WorkflowsAnswer,
} from "../../../src/protocol.ts";
import type { RunFilter } from "../model/run-list.ts";
import { token } from "./token.ts";

/** The server refused, or could not be reached: status 0. */
export class RequestError extends Error {
  readonly status: number;
  readonly issues: readonly InputIssueAnswer[];

  constructor(status: number, message: string, issues: readonly InputIssueAnswer[] = []) {
    super(message);
    this.name = "RequestError";
    this.status = status;
    this.issues = issues;
  }
}

export function listRuns(filter: RunFilter, after: string | null): Promise<RunListAnswer> {
  const parameters = new URLSearchParams({ limit: "100" });
  if (filter.status !== null) parameters.set("status", filter.status);
  if (filter.workflow !== null) parameters.set("workflow", filter.workflow);
  if (filter.search !== "") parameters.set("search", filter.search);
  if (after !== null) parameters.set("after", after);
  return request("GET", `/api/runs?${parameters}`) as Promise<RunListAnswer>;
}

export function getRun(runId: string): Promise<RunAnswer> {
  return request("GET", runUrl(runId)) as Promise<RunAnswer>;
}

export async function listWorkflows(): Promise<readonly WorkflowSummary[]> {
  return ((await request("GET", "/api/workflows")) as WorkflowsAnswer).workflows;
}

export function startRun(workflow: string, input: unknown): Promise<StartedAnswer> {
  return request("POST", "/api/runs", { workflow, input }) as Promise<StartedAnswer>;
}

export function rerun(runId: string, what: RerunRequest): Promise<StartedAnswer> {
  return request("POST", `${runUrl(runId)}/rerun`, what) as Promise<StartedAnswer>;
}

export function cancelRun(runId: string): Promise<unknown> {
  return request("POST", `${runUrl(runId)}/cancel`, { reason: "cancelled on the page" });
}

export function pauseRun(runId: string): Promise<unknown> {
  return request("POST", `${runUrl(runId)}/pause`, {});
}

export function resumeRun(runId: string): Promise<unknown> {
  return request("POST", `${runUrl(runId)}/resume`, {});
}

export function sendEvent(runId: string, event: string, data: unknown): Promise<unknown> {
  return request("POST", `${runUrl(runId)}/events`, { event, data });
}

export function runUrl(runId: string): string {
  return `/api/runs/${encodeURIComponent(runId.toWellFormed())}`;
}

/** The headers of every request. */
export function ownHeaders(): Record<string, string> {
  return token === "" ? {} : { [tokenHeader]: token };
}

async function request(method: "GET" | "POST", url: string, body?: unknown): Promise<unknown> {
  const headers = ownHeaders();
  const init: RequestInit = { method, headers, cache: "no-store" };
  if (method === "POST") {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  const answer = await fetch(url, init).catch(() => {
    throw new RequestError(0, "The server cannot be reached. Is it still running?");
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer.json();
}

/** What a refusing answer says. */
export async function refusalOf(answer: Response): Promise<RequestError> {
  const said = (await answer.json().catch(() => null)) as ErrorAnswer | null;
  const message = typeof said?.error === "string" ? said.error : `The server answered with status ${answer.status}.`;
  return new RequestError(answer.status, message, said?.issues ?? []);
}
