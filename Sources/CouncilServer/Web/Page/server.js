// Requests to the server that the page comes from.

export class ServerError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function send(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new ServerError(0, "The server cannot be reached. Is council serve still running?");
  });
  if (response.status === 204) return null;
  const value = await response.json().catch(() => null);
  if (!response.ok) throw new ServerError(response.status, value?.error?.message ?? `${response.status} ${response.statusText}`);
  return value;
}

export const get = (path) => send("GET", path);

/// Where the run of a link is, if the page was opened by one: then nothing else can be asked for.
export const shared = location.pathname.match(/^\/shared\/[^/]+$/) ? `/v1${location.pathname}` : null;
export const runPath = (id, rest = "") => `${shared ?? `/v1/runs/${encodeURIComponent(id)}`}${rest}`;

/// Follows a run from an event on. The browser comes back by itself with the last position when the connection breaks.
/// Returns what ends it.
export function follow(id, after, { onEvent, onEnd, onBreak }) {
  const source = new EventSource(runPath(id, `/events?after=${after}`));
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  source.onopen = () => onBreak(false);
  source.addEventListener("end", (message) => {
    source.close();
    onEnd(JSON.parse(message.data));
  });
  source.onerror = () => onBreak(true, source.readyState === EventSource.CLOSED);
  return () => source.close();
}

// Texts that are asked for together are rendered together, and each only once.
const rendered = new Map();
let waiting = [];

/// The HTML of a text that a model wrote, made by the server.
export function render(text) {
  if (!text.trim()) return Promise.resolve("");
  const known = rendered.get(text);
  if (known) return known;
  const promise = new Promise((resolve, reject) => {
    if (waiting.length === 0) setTimeout(flush, 0);
    waiting.push({ text, resolve, reject });
  });
  rendered.set(text, promise);
  promise.catch(() => rendered.delete(text));
  return promise;
}

async function flush() {
  const batch = waiting;
  waiting = [];
  for (let start = 0; start < batch.length; start += 32) {
    const part = batch.slice(start, start + 32);
    try {
      const { data } = await send("POST", `${shared ?? "/v1"}/markdown`, { texts: part.map((item) => item.text) });
      part.forEach((item, index) => item.resolve(data[index]));
    } catch (error) {
      part.forEach((item) => item.reject(error));
    }
  }
}
