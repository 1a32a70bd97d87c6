/** The desk's HTTP: everything that leaves or enters the browser goes through here. */

export const BASE = new URL("../", import.meta.url).pathname; // "/desk/", behind whatever prefix a proxy puts

const PATIENCE = 15000; // milliseconds until a call counts as failed
const RETRIES = [500, 1000, 2000, 4000]; // milliseconds between the tries of `insist` while the server is away

let away = "Galley does not answer"; // in the language of the interface, once that is known

/** Say in these words that nobody answers. */
export function sayAway(words) {
  away = words;
}

/** What the server refused, in words; `status` 0 says that nobody answered. */
export class Problem extends Error {
  constructor(status, problem, remedy = "") {
    super(remedy ? `${problem} - ${remedy}` : problem);
    this.status = status;
    this.problem = problem;
  }

  /** Whether trying again later may help: the server is away, or stumbled. */
  get passes() {
    return this.status === 0 || this.status >= 500;
  }
}

/** Ask for JSON, until `signal` ends it; throws Problem. */
export function get(path, patience = PATIENCE, signal = null) {
  return call(path, { headers: {}, signal }, patience);
}

/** Send JSON and give the answer; throws Problem. `keepalive` outlives the page, for some 60 kilobytes at most. */
export function post(path, value, keepalive = false, patience = PATIENCE) {
  return call(path, { ...sending(value), keepalive }, patience);
}

/**
 * Send what may be sent twice, as its ids are the same, until the server answers; `waiting` hears of each try that
 * failed. Throws Problem when it is still away after some seconds.
 */
export async function insist(path, value, patience, waiting = () => {}) {
  for (const pause of RETRIES) {
    try {
      return await post(path, value, false, patience);
    } catch (error) {
      if (!error.passes) throw error;
      waiting();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return post(path, value, false, patience);
}

/** Ask for a file, as {name, data}; throws Problem. It may take as long as it takes. */
export async function file(path) {
  const answer = await fetch(BASE + path).catch(() => {
    throw new Problem(0, away);
  });
  if (!answer.ok) await refused(answer);
  const name = decodeURIComponent(answer.headers.get("Content-Disposition").split("''")[1]);
  return { name, data: await answer.blob() };
}

/** Send JSON and give the answer's lines of JSON as they come, until `signal` ends it; throws Problem. */
export async function* stream(path, value, signal) {
  const answer = await fetch(BASE + path, { ...sending(value), signal }).catch(() => {
    throw new Problem(0, away);
  });
  if (!answer.ok) await refused(answer);
  let rest = "";
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    yield* lines.filter(Boolean).map((line) => JSON.parse(line));
  }
}

function sending(value) {
  const headers = { "Content-Type": "application/json", "X-Galley": "desk" };
  return { method: "POST", headers, body: JSON.stringify(value) };
}

async function refused(answer) {
  const told = await answer.json().catch(() => ({}));
  throw new Problem(answer.status, told.problem || answer.statusText, told.remedy);
}

async function call(path, options, patience = PATIENCE) {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), patience);
  try {
    const signal = options.signal ? AbortSignal.any([options.signal, end.signal]) : end.signal;
    const answer = await fetch(BASE + path, { ...options, signal: options.keepalive ? undefined : signal });
    if (!answer.ok) await refused(answer);
    return await answer.json();
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0, away);
  } finally {
    clearTimeout(timer);
  }
}
