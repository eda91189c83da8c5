import "./theme/theme.css";
import "./theme/layout.css";
import "./theme/parts.css";
import "./theme/lists.css";

import { render } from "preact";

import { Shell } from "./parts/Shell";
import { applyTheme } from "./parts/theme";

applyTheme();
const app = document.getElementById("app");
if (app === null) throw new Error("the page has no element for the explorer");
render(<Shell />, app);
