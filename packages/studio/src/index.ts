export type { AskHoldUps } from "./hold-up-watch.ts";
export type {
  CancelRequest,
  ChangesEventName,
  DoneAnswer,
  EmittedMessage,
  EndMessage,
  ErrorAnswer,
  EventsAnswer,
  HeldUpMessage,
  InputIssueAnswer,
  MissedMessage,
  RerunRequest,
  RunAnswer,
  RunListAnswer,
  RunListQuery,
  SendRequest,
  StartedAnswer,
  StartRequest,
  StoredRunSummary,
  StreamEventName,
  WorkflowSummary,
  WorkflowsAnswer,
} from "./protocol.ts";
export type { Studio } from "./serve-studio.ts";
export { serveStudio } from "./serve-studio.ts";
export type { StudioObserver } from "./studio-observer.ts";
export { studioObserver } from "./studio-observer.ts";
export type { StudioOptions } from "./studio-options.ts";
