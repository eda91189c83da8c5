/** The network as files: of exactly what is shown. */
import { useState } from "preact/hooks";

import { useAnswer } from "../../asking";
import { fileName, save } from "../../parts/exporting";
import { ExportButton } from "../../parts/Table";
import { Shell } from "../../queries/documents";
import { gexfOf } from "./gexf";
import type { Network, Positions } from "./network";
import { coloursOf, pngOf, svgOf } from "./picture";

interface Props {
  readonly network: Network;
  readonly positions: Positions | null;
  readonly name: string;
}

export function Files({ network, positions, name }: Props) {
  const [failure, setFailure] = useState("");
  const version = useAnswer(Shell, {}).data?.dataset.version ?? "";
  if (positions === null) return null;
  const svg = () => svgOf(network, positions, coloursOf(), `Around ${name}`);
  const file = (ending: string) => fileName(["network", name], ending);
  const png = () =>
    pngOf(svg()).then(
      (picture) => save(file("png"), "image/png", picture),
      () => setFailure("This browser makes no PNG of the drawing: save the SVG."),
    );
  const gexf = () => save(file("gexf"), "application/gexf+xml", gexfOf(network, positions, version));
  return (
    <p class="export">
      <ExportButton label="GEXF" of="network" onClick={gexf} />
      <ExportButton label="PNG" of="network" onClick={png} />
      <ExportButton label="SVG" of="network" onClick={() => save(file("svg"), "image/svg+xml", svg())} />
      {failure ? <span role="alert">{failure}</span> : null}
    </p>
  );
}
