/** Positions from the worker; null until it is done. */
import { useEffect, useState } from "preact/hooks";

import type { Task } from "./layout";
import LayoutWorker from "./layout.worker?worker";
import { type Network, type Positions, SIDE } from "./network";

export function useLayout(network: Network | null): Positions | null {
  const [done, setDone] = useState<{ network: Network; positions: Positions } | null>(null);
  useEffect(() => {
    if (network === null || network.nodes.length === 0) return;
    const worker = new LayoutWorker();
    worker.addEventListener("message", ({ data }: MessageEvent<Float32Array>) => {
      setDone({ network, positions: positionsBy(network, data) });
      worker.terminate();
    });
    worker.postMessage(taskOf(network));
    return () => worker.terminate();
  }, [network]);
  return done && done.network === network ? done.positions : null;
}

function taskOf({ nodes, links, seed }: Network): Task {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  const placeOf = (id: string) => places.get(id) ?? 0;
  return {
    count: nodes.length,
    links: links.map(({ source, target }) => [placeOf(source.id), placeOf(target.id)]),
    seed: placeOf(seed),
    side: SIDE,
  };
}

function positionsBy({ nodes }: Network, values: Float32Array): Positions {
  return new Map(nodes.map(({ id }, place) => [id, [values[2 * place] ?? 0, values[2 * place + 1] ?? 0]]));
}
