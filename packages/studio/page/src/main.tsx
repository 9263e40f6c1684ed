import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@xyflow/react/dist/base.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/runs.css";
import "./styles/run.css";
import "./styles/steps.css";
import "./styles/inspector.css";
import "./styles/waterfall.css";
import "./styles/graph.css";
import "./styles/journal.css";
import "./styles/forms.css";
import { App } from "./views/app.tsx";
import { applyTheme } from "./views/use-theme.ts";

applyTheme();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
