declare module "graphology-layout-forceatlas2/iterate.js" {
  import type { ForceAtlas2Settings } from "graphology-layout-forceatlas2";

  /** One step of the layout, in place: ten numbers a node, three a link. */
  const iterate: (settings: Required<ForceAtlas2Settings>, nodes: Float32Array, links: Float32Array) => unknown;
  export default iterate;
}

declare module "graphology-layout-forceatlas2/defaults.js" {
  import type { ForceAtlas2Settings } from "graphology-layout-forceatlas2";

  const defaults: Required<ForceAtlas2Settings>;
  export default defaults;
}
