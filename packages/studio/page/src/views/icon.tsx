import type { ReactNode } from "react";

const drawings = {
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.3 10.3 3.2 3.2" />
    </>
  ),
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  fit: <path d="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  chevron: <path d="m6 4 4 4-4 4" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  play: <path d="M5 3.2v9.6L12.5 8z" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" />,
  again: (
    <>
      <path d="M12.8 8a4.8 4.8 0 1 1-1.5-3.5" />
      <path d="M12.9 2.4v2.8h-2.8" />
    </>
  ),
  first: <path d="M4 3.5v9M12 3.5 7 8l5 4.5" />,
  back: <path d="M10.5 3.5 5.5 8l5 4.5" />,
  next: <path d="m5.5 3.5 5 4.5-5 4.5" />,
  live: (
    <>
      <circle cx="8" cy="8" r="2" />
      <path d="M4.2 4.2a5.4 5.4 0 0 0 0 7.6M11.8 4.2a5.4 5.4 0 0 1 0 7.6" />
    </>
  ),
  system: (
    <>
      <rect x="2.5" y="3" width="11" height="8" rx="1" />
      <path d="M6 13.5h4" />
    </>
  ),
  light: (
    <>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1" />
    </>
  ),
  dark: <path d="M13 9.6A5.5 5.5 0 1 1 6.4 3a4.4 4.4 0 0 0 6.6 6.6z" />,
  send: <path d="M2.5 8h10M8.5 4l4 4-4 4" />,
} satisfies Readonly<Record<string, ReactNode>>;

/** A small drawing beside a word, or in a control that has a name of its own. */
export function Icon({ name }: { readonly name: keyof typeof drawings }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
