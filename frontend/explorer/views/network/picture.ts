/** The network as an SVG of its own and as a PNG made of it: the same picture as on the page, whole. */
import { CORNERS, KINDS } from "../../kinds";
import { kindsIn, labelled, leftwards, type Network, type Node, type Positions, radius, SIDE } from "./network";

export interface Colours {
  readonly ground: string;
  readonly text: string;
  /** Of the links. */
  readonly line: string;
  /** Around the marks. */
  readonly edge: string;
}

const MARGIN = 60;
const LEGEND = 200;
const LETTERS = 12; // height of the names
const WIDTH = SIDE + 2 * MARGIN + LEGEND;
const HEIGHT = SIDE + 2 * MARGIN;

/** Return the colours of the theme as it is, each as #rrggbb. */
export function coloursOf(): Colours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => inFull(style.getPropertyValue(name).trim());
  const ground = colour("--ground");
  return { ground, text: colour("--text"), line: between(ground, colour("--edge")), edge: colour("--mark-edge") };
}

/** Return #aabbcc for #abc, as which a style sheet may write it. */
function inFull(colour: string): string {
  return colour.length === 4 ? colour.replace(/[0-9a-f]/gi, (digit) => digit + digit) : colour;
}

/** Return the colour half-way between two. */
function between(one: string, other: string): string {
  const parts = [1, 3, 5].map((at) => {
    const [first, second] = [one, other].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16)) as [
      number,
      number,
    ];
    return Math.round((first + second) / 2)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

/** Return the picture: links, nodes with their shapes, the names of those with most links, and a legend. */
export function svgOf(network: Network, positions: Positions, colours: Colours, title: string): string {
  const at = ([x, y]: readonly [number, number]) => [x + MARGIN, SIDE - y + MARGIN] as const;
  const placeOf = (node: Node) => at(positions.get(node.id) ?? [0, 0]);
  const named = labelled(network, positions, LETTERS);
  const links = network.links.map(({ source, target }) => {
    const [[x1, y1], [x2, y2]] = [placeOf(source), placeOf(target)];
    return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
  });
  const nodes = network.nodes.map((node) => {
    const [x, y] = placeOf(node);
    return mark(node.kind, x, y, radius(node, network.seed), `<title>${escaped(node.name)}</title>`);
  });
  const names = network.nodes
    .filter(({ id }) => named.has(id))
    .map((node) => {
      const [x, y] = placeOf(node);
      const away = radius(node, network.seed) + 3;
      const left = leftwards(x - MARGIN);
      return text(left ? x - away : x + away, y + 4, node.name, left ? ' text-anchor="end"' : "");
    });
  const legend = kindsIn(network).map(([kind, count], index) => {
    const y = MARGIN + index * 24;
    return (
      mark(kind, SIDE + 2 * MARGIN + 8, y, 7) + text(SIDE + 2 * MARGIN + 22, y + 4, `${KINDS[kind].one} (${count})`)
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${colours.ground}"/>`,
    `<g stroke="${colours.line}" stroke-width="1">${links.join("")}</g>`,
    `<g stroke="${colours.edge}" stroke-width="1">${nodes.join("")}</g>`,
    `<g font-family="system-ui, sans-serif" font-size="${LETTERS}" fill="${colours.text}" stroke="${colours.ground}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${names.join("")}</g>`,
    `<g font-family="system-ui, sans-serif" font-size="13" fill="${colours.text}" stroke="none">${legend.join("").replaceAll("<polygon", `<polygon stroke="${colours.edge}"`).replaceAll("<circle", `<circle stroke="${colours.edge}"`)}</g>`,
    "</svg>\n",
  ].join("\n");
}

/** Return the mark of a kind in an SVG, with its centre and radius. */
function mark(kind: Node["kind"], x: number, y: number, size: number, inner = ""): string {
  const { colour, shape } = KINDS[kind];
  if (shape === "circle")
    return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(size)}" fill="${colour}">${inner}</circle>`;
  return `<polygon points="${cornersAt(CORNERS[shape], x, y, size)}" fill="${colour}">${inner}</polygon>`;
}

/** Return the corners of a shape, which are given in a square from 0 to 16, around a centre. */
export function cornersAt(corners: string, x: number, y: number, size: number): string {
  return corners
    .split(" ")
    .map((corner) => {
      const [across = 0, down = 0] = corner.split(",").map(Number);
      return `${round(x + ((across - 8) * size) / 8)},${round(y + ((down - 8) * size) / 8)}`;
    })
    .join(" ");
}

function text(x: number, y: number, content: string, more = ""): string {
  return `<text x="${round(x)}" y="${round(y)}"${more}>${escaped(content)}</text>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Escape a text for XML, without the characters that XML does not allow. */
export function escaped(content: string): string {
  return content
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Draw an SVG on a canvas, twice as large, and return it as a PNG. */
export async function pngOf(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [WIDTH * 2, HEIGHT * 2];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser makes no PNG")))),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
