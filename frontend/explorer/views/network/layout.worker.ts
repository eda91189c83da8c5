/** The layout in a thread of its own, so that the page stays in reach. */
import { positionsOf, type Task } from "./layout";

addEventListener("message", ({ data }: MessageEvent<Task>) => postMessage(positionsOf(data)));
