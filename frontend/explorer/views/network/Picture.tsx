/** The drawing of a network: in WebGL where the browser has it, else as an SVG; the tables hold the same. */
import { useEffect, useRef, useState } from "preact/hooks";

import { KINDS } from "../../kinds";
import { Mark } from "../../parts/entities";
import type { Drawing } from "./draw";
import { kindsIn, type Network, type Positions } from "./network";
import { Still } from "./Still";

interface Props {
  readonly network: Network;
  readonly positions: Positions | null;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

export function Picture({ network, positions, selected, onSelect }: Props) {
  const [flat, setFlat] = useState(!hasWebGl());
  return (
    <figure class="network" aria-busy={positions === null}>
      <Legend network={network} />
      {positions === null ? (
        <p class="loading">Arranging {network.nodes.length} nodes…</p>
      ) : flat ? (
        <Still network={network} positions={positions} selected={selected} onSelect={onSelect} />
      ) : (
        <Moving
          network={network}
          positions={positions}
          selected={selected}
          onSelect={onSelect}
          onFailure={() => setFlat(true)}
        />
      )}
      <figcaption class="quiet">
        Larger marks have more links. Choose a node here or in the table.{" "}
        {flat ? "This browser has no WebGL: the drawing stands still." : "Drag to move; Ctrl and the wheel to zoom."}
      </figcaption>
    </figure>
  );
}

let webGl: boolean | undefined;

function hasWebGl(): boolean {
  webGl ??= asked();
  return webGl;
}

function asked(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}

function Legend({ network }: { network: Network }) {
  return (
    <ul class="inline legend" aria-label="Kinds of node">
      {kindsIn(network).map(([kind, count]) => (
        <li key={kind}>
          <Mark kind={kind} />
          {count === 1 ? KINDS[kind].one : KINDS[kind].many} ({count})
        </li>
      ))}
    </ul>
  );
}

interface MovingProps extends Props {
  readonly positions: Positions;
  readonly onFailure: () => void;
}

function Moving({ network, positions, selected, onSelect, onFailure }: MovingProps) {
  const container = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn anew only for another network
  useEffect(() => {
    let [gone, made]: [boolean, Drawing | null] = [false, null];
    import("./draw")
      .then(({ draw }) => {
        if (gone || !container.current) return;
        made = draw(container.current, network, positions, onSelect);
        setDrawing(made);
      })
      .catch(onFailure);
    return () => {
      gone = true;
      made?.end();
    };
  }, [network, positions]);
  useEffect(() => drawing?.select(selected), [drawing, selected]);
  useEffect(() => {
    if (!drawing) return;
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    addEventListener("themechange", drawing.recolour);
    scheme.addEventListener("change", drawing.recolour);
    return () => {
      removeEventListener("themechange", drawing.recolour);
      scheme.removeEventListener("change", drawing.recolour);
    };
  }, [drawing]);
  const ways = { in: "Nearer", out: "Farther", all: "All" } as const;
  return (
    <>
      <div class="zoom">
        {(["in", "out", "all"] as const).map((way) => (
          <button key={way} type="button" class="small" onClick={() => drawing?.zoom(way)}>
            {ways[way]}
          </button>
        ))}
      </div>
      <div ref={container} class="stage" role="img" aria-label="The network. The tables below hold the same." />
    </>
  );
}
