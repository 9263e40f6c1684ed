import { createObserved } from "../model/observed.ts";
import { useObserved } from "./use-observed.ts";

/** `system`: as the device has it. */
export type Theme = "system" | "light" | "dark";

const storageKey = "stepspan-theme";
const themes: readonly Theme[] = ["system", "light", "dark"];
const theme = createObserved<Theme>(themes.find((known) => known === localStorage.getItem(storageKey)) ?? "system");

export function useTheme(): readonly [Theme, (chosen: Theme) => void] {
  return [useObserved(theme), chooseTheme];
}

/** Puts the theme that was chosen before onto the page; called before the first view is drawn. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = theme.get();
}

function chooseTheme(chosen: Theme): void {
  localStorage.setItem(storageKey, chosen);
  theme.set(chosen);
  applyTheme();
}
