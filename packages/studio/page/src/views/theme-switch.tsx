import { Icon } from "./icon.tsx";
import { type Theme, useTheme } from "./use-theme.ts";

const names: Readonly<Record<Theme, string>> = {
  system: "Colours as on this device",
  light: "Light colours",
  dark: "Dark colours",
};

/** Three buttons of which one is pressed. */
export function ThemeSwitch() {
  const [theme, choose] = useTheme();
  return (
    <fieldset className="switch" aria-label="Colours">
      {(Object.keys(names) as Theme[]).map((each) => (
        <button
          key={each}
          type="button"
          className="switch-button"
          aria-pressed={theme === each}
          aria-label={names[each]}
          title={names[each]}
          onClick={() => choose(each)}
        >
          <Icon name={each} />
        </button>
      ))}
    </fieldset>
  );
}
