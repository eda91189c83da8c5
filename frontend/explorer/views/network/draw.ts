/** The network in WebGL, by sigma: only loaded where a browser can show it. */
import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import type { Settings } from "sigma/settings";
import type { NodeDisplayData } from "sigma/types";

import { KINDS } from "../../kinds";
import { type Network, type Positions, radius } from "./network";
import { type Colours, coloursOf } from "./picture";
import { outline, ShapeProgram } from "./shapes";

/** What the page does with a drawing. */
export interface Drawing {
  readonly select: (id: string) => void;
  readonly zoom: (way: "in" | "out" | "all") => void;
  /** Read the colours of the theme again. */
  readonly recolour: () => void;
  readonly end: () => void;
}

const FEW = 40; // nodes of which each has its name written

type Drawn = Partial<NodeDisplayData>;

export function draw(
  container: HTMLElement,
  network: Network,
  positions: Positions,
  onSelect: (id: string) => void,
): Drawing {
  let selected = "";
  let colours = coloursOf();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const sigma = new Sigma(graphOf(network, positions), container, {
    defaultNodeType: "shape",
    nodeProgramClasses: { shape: ShapeProgram },
    nodeHoverProgramClasses: { shape: ShapeProgram },
    defaultDrawNodeLabel: (context, data, settings) => data.label && writeName(context, data, settings, colours),
    defaultDrawNodeHover: (context, data, settings) => data.label && writeBox(context, data, settings, colours),
    labelFont: "system-ui, sans-serif",
    ...(network.nodes.length > FEW
      ? { labelRenderedSizeThreshold: 8 }
      : { labelRenderedSizeThreshold: 0, labelDensity: 4 }),
    minEdgeThickness: 1.7,
    enableCameraRotation: false,
    ...(still ? { zoomDuration: 0, inertiaDuration: 0, doubleClickZoomingDuration: 0 } : {}),
    nodeReducer: (id, data) => (id === selected ? { ...data, highlighted: true, forceLabel: true, zIndex: 1 } : data),
    zIndex: true,
  });
  container.addEventListener("wheel", scrollOn, { capture: true });
  sigma.on("clickNode", ({ node }) => onSelect(node));
  const recolour = () => {
    colours = coloursOf();
    outline(colours.edge);
    sigma.setSetting("defaultEdgeColor", colours.line);
    sigma.refresh();
  };
  recolour();
  return {
    select: (id) => {
      selected = id;
      sigma.refresh();
    },
    zoom: (way) => {
      const camera = sigma.getCamera();
      const options = { duration: still ? 0 : 200 };
      if (way === "all") camera.animatedReset(options);
      else if (way === "in") camera.animatedZoom(options);
      else camera.animatedUnzoom(options);
    },
    recolour,
    end: () => {
      container.removeEventListener("wheel", scrollOn, { capture: true });
      sigma.kill();
    },
  };
}

/** Let the wheel scroll the page; with Ctrl, as a pinch also comes, it brings nearer. */
function scrollOn(event: WheelEvent): void {
  if (!event.ctrlKey) event.stopPropagation();
}

function graphOf(network: Network, positions: Positions): MultiDirectedGraph {
  const graph = new MultiDirectedGraph();
  for (const node of network.nodes) {
    const [x, y] = positions.get(node.id) ?? [0, 0];
    const { colour, shape } = KINDS[node.kind];
    graph.addNode(node.id, { x, y, size: radius(node, network.seed), color: colour, shape, label: node.name });
  }
  for (const { id, source, target } of network.links) graph.addEdgeWithKey(id, source.id, target.id, { size: 1.5 });
  return graph;
}

/** A name beside its node, with a rim in the colour of the ground, so that links do not cross it. */
function writeName(context: CanvasRenderingContext2D, data: Drawn, settings: Settings, colours: Colours): void {
  const [x, y] = [(data.x ?? 0) + (data.size ?? 0) + 4, (data.y ?? 0) + settings.labelSize / 3];
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = colours.ground;
  context.strokeText(data.label ?? "", x, y);
  context.fillStyle = colours.text;
  context.fillText(data.label ?? "", x, y);
}

/** A name in a box: readable in both themes. */
function writeBox(context: CanvasRenderingContext2D, data: Drawn, settings: Settings, colours: Colours): void {
  const [x, y, size] = [data.x ?? 0, data.y ?? 0, data.size ?? 0];
  const half = Math.max(size, settings.labelSize) + 1;
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  const width = context.measureText(data.label ?? "").width;
  context.beginPath();
  context.roundRect(x - size - 3, y - half, width + 2 * size + 12, 2 * half, 5);
  context.fillStyle = colours.ground;
  context.fill();
  context.strokeStyle = colours.edge;
  context.lineWidth = 1.5;
  context.stroke();
  writeName(context, data, settings, colours);
}
