/** Light or dark: as the system says, or as the reader chose. */
export type Theme = "auto" | "light" | "dark";

const KEY = "synergraph-theme";

export function theme(): Theme {
  const chosen = stored();
  return chosen === "light" || chosen === "dark" ? chosen : "auto";
}

export function applyTheme(chosen: Theme = theme()): void {
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  dispatchEvent(new Event("themechange")); // what draws on a canvas reads the colours again
}

export function chooseTheme(chosen: Theme): void {
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // a page from a file may keep nothing: the choice holds until it is closed
  }
  applyTheme(chosen);
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
