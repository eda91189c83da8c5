/** The kinds of node: what they are called, their colour (after Okabe and Ito) and shape, and the view that shows one. */
export type EntityKind =
  | "CLUSTER"
  | "SME"
  | "INSTITUTION"
  | "PARTNERSHIP"
  | "SECTOR"
  | "TECHNOLOGY_FIELD"
  | "S3_PRIORITY_AREA"
  | "EMERGING_INDUSTRY"
  | "PROGRAMME_AREA"
  | "TARGET_SECTOR"
  | "CHALLENGE"
  | "REGION"
  | "COUNTRY"
  | "VALUE_CHAIN"
  | "VALUE_CHAIN_STAGE";

export type Shape = "circle" | "square" | "diamond" | "triangle" | "pentagon" | "hexagon" | "cross" | "star";

export interface Kind {
  readonly one: string;
  readonly many: string;
  /** Six hexadecimal digits: the same in both themes; the outline keeps it visible on both. */
  readonly colour: string;
  readonly shape: Shape;
  /** First segment of the path of its view. */
  readonly view: string;
}

function kind(one: string, many: string, colour: string, shape: Shape, view: string): Kind {
  return { one, many, colour, shape, view };
}

const BLUE = "#0072B2";
const SKY = "#56B4E9";
const GREEN = "#009E73";
const YELLOW = "#F0E442";
const ORANGE = "#E69F00";
const VERMILION = "#D55E00";
const PURPLE = "#CC79A7";
const GREY = "#8C8C8C";

/** Every kind differs from every other in shape or colour, and kinds of one shape differ in lightness. */
export const KINDS: Readonly<Record<EntityKind, Kind>> = {
  CLUSTER: kind("cluster", "clusters", BLUE, "circle", "organisation"),
  SME: kind("SME", "SMEs", SKY, "circle", "organisation"),
  INSTITUTION: kind("institution", "institutions", GREY, "circle", "organisation"),
  PARTNERSHIP: kind("partnership", "partnerships", VERMILION, "diamond", "partnership"),
  SECTOR: kind("sector", "sectors", GREEN, "square", "term"),
  TECHNOLOGY_FIELD: kind("technology field", "technology fields", ORANGE, "triangle", "term"),
  S3_PRIORITY_AREA: kind("S3 priority area", "S3 priority areas", PURPLE, "hexagon", "term"),
  EMERGING_INDUSTRY: kind("emerging industry", "emerging industries", YELLOW, "pentagon", "term"),
  PROGRAMME_AREA: kind("programme area", "programme areas", GREY, "square", "term"),
  TARGET_SECTOR: kind("target sector", "target sectors", YELLOW, "square", "term"),
  CHALLENGE: kind("challenge", "challenges", PURPLE, "star", "term"),
  REGION: kind("region", "regions", SKY, "cross", "region"),
  COUNTRY: kind("country", "countries", BLUE, "cross", "country"),
  VALUE_CHAIN: kind("value chain", "value chains", BLUE, "star", "value-chain"),
  VALUE_CHAIN_STAGE: kind("value chain stage", "value chain stages", SKY, "pentagon", "stage"),
};

/** Corners of the shapes in a square from 0 to 16; a circle has none. */
export const CORNERS: Readonly<Record<Shape, string>> = {
  circle: "",
  square: "2,2 14,2 14,14 2,14",
  diamond: "8,0.5 15.5,8 8,15.5 0.5,8",
  triangle: "8,1 15.5,14.5 0.5,14.5",
  pentagon: "8,0.8 15.4,6.2 12.6,14.9 3.4,14.9 0.6,6.2",
  hexagon: "4.2,1.2 11.8,1.2 15.6,8 11.8,14.8 4.2,14.8 0.4,8",
  cross: "5.5,1 10.5,1 10.5,5.5 15,5.5 15,10.5 10.5,10.5 10.5,15 5.5,15 5.5,10.5 1,10.5 1,5.5 5.5,5.5",
  star: "8,0.6 10.1,5.6 15.5,6 11.4,9.5 12.7,14.8 8,12 3.3,14.8 4.6,9.5 0.5,6 5.9,5.6",
};
