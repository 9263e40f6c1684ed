import { type ReactNode, useId } from "react";

interface SectionProps {
  readonly title: string;
  readonly count?: number;
  readonly children: ReactNode;
}

/** One part of the inspector. */
export function Section({ title, count, children }: SectionProps) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <h3 id={id}>
        {title}
        {count !== undefined && <span className="section-count">{count}</span>}
      </h3>
      {children}
    </section>
  );
}
