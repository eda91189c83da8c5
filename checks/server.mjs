/** Starts the real server on a free port and stops it again. */
import { spawn } from "node:child_process";

/**
 * @param {string[]} options further options of `synergraph serve`
 * @returns {Promise<{address: string, stop: () => void}>}
 */
export function serve(options = []) {
  const command = process.env.SYNERGRAPH ?? "synergraph";
  const server = spawn(command, ["serve", "--port", "0", ...options], { stdio: ["ignore", "ignore", "pipe"] });
  const stop = () => server.kill("SIGINT");
  return new Promise((resolve, reject) => {
    let said = "";
    server.on("error", reject);
    server.on("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    server.stderr.on("data", async (text) => {
      said += text;
      const address = /(http:\/\/\S+)\/graphql answers/.exec(said)?.[1];
      if (address && (await answers(address))) resolve({ address, stop });
    });
  });
}

async function answers(address, tries = 100) {
  for (let turn = 0; turn < tries; turn += 1) {
    try {
      return (await fetch(`${address}/healthz`)).ok;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
}
