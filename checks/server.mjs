/** Starts the real server on a free port and stops it again. */
import { spawn } from "node:child_process";

const COMMAND = process.env.SYNERGRAPH ?? "synergraph";
const PATIENCE = 30_000; // milliseconds for an answer, on a machine that does other things too

/**
 * @param {string[]} options further options of `synergraph serve`; a `--port` among them counts
 * @param {{command?: string, env?: object, patient?: boolean}} how another command than that of $SYNERGRAPH, another
 *   environment than this one; not patient, it takes as long for an answer as a server that nobody has set
 * @returns {Promise<{address: string, stop: () => Promise<void>}>} `stop` waits until the server has ended
 */
export function serve(options = [], { command = COMMAND, env = process.env, patient = true } = {}) {
  const settings = { ...env, ...(patient ? { SYNERGRAPH_TIMEOUT_MS: String(PATIENCE) } : {}) };
  const server = spawn(command, ["serve", "--port", "0", ...options], { env: settings, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => server.on("exit", resolve));
  const stop = () => {
    server.kill("SIGINT");
    return ended;
  };
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

/** Fetch, and once more where the server was just closing the connection that was idle since the last time. */
export async function request(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (!["ECONNRESET", "UND_ERR_SOCKET"].includes(error.cause?.code)) throw error;
    return fetch(url, options);
  }
}
