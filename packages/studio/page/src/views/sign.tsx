import type { ReactNode } from "react";
import type { Status } from "../model/statuses.ts";

/** Each status has a form of its own, so that it can be told without its colour. */
const forms: Readonly<Record<Status, ReactNode>> = {
  succeeded: <path className="sign-mark" d="m4.8 8.3 2.2 2.2 4.3-4.8" />,
  failed: <path className="sign-mark" d="m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8" />,
  running: <path className="sign-mark sign-solid" d="M6.5 5.2v5.6L11 8z" />,
  waiting: <path className="sign-mark" d="M8 4.8V8l2.2 1.6" />,
  pending: null,
  suspended: <path className="sign-mark" d="M6.4 5.6v4.8M9.6 5.6v4.8" />,
  paused: <path className="sign-mark" d="M6.4 5.6v4.8M9.6 5.6v4.8" />,
  parked: <path className="sign-mark" d="M6.4 11V5h2a1.8 1.8 0 0 1 0 3.6h-2" />,
  skipped: <path className="sign-mark" d="M5 5.6 7.6 8 5 10.4M8.6 5.6 11.2 8l-2.6 2.4" />,
  cancelled: <path className="sign-mark" d="M5 8h6" />,
};

/** The sign of a status. It says nothing to screen readers: its word stands beside it, or in the name of its control. */
export function Sign({ status }: { readonly status: Status }) {
  return (
    <svg className="sign" data-status={status} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <circle className="sign-disc" cx="8" cy="8" r="6.5" />
      {forms[status]}
    </svg>
  );
}

/** The sign of a status and its word. */
export function StatusWord({ status }: { readonly status: Status }) {
  return (
    <span className="status-word" data-status={status}>
      <Sign status={status} />
      {status}
    </span>
  );
}
