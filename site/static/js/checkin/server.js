/*
 * Asks the server, and says in one word what came of it: `ok`, `offline` (nothing answered, or nothing
 * that we can read: a hotel's sign-in page is no answer), `broken` (the site has failed), `signed_out`,
 * `forbidden`, `refused`.
 */
const PATIENCE_MS = 10_000;
let token = "";

const send = async (address, options) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    /* A redirect is the way to the sign-in page: it is not followed. */
    const response = await fetch(address, {
      redirect: "manual",
      credentials: "same-origin",
      cache: "no-store",
      signal: stop.signal,
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    return { response, data: await bodyOf(response) };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
};

const bodyOf = async (response) =>
  response.headers.get("Content-Type")?.startsWith("application/json") ? response.json() : null;

const judge = (answer) => {
  if (!answer) return { kind: "offline" };
  const { response, data } = answer;
  if (response.type === "opaqueredirect" || response.status === 401) return { kind: "signed_out" };
  if (response.ok) return data ? { kind: "ok", data } : { kind: "offline" };
  if (response.status === 403 || response.status === 404) return { kind: "forbidden" };
  if (response.status === 500) return { kind: "broken" };
  if (response.status > 500 || response.status === 429 || response.status === 408) return { kind: "offline" };
  return { kind: "refused", data };
};

export const ask = async (address) => judge(await send(address, {}));

const post = (address, body) =>
  send(address, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  });

/* The token of forms comes at the first use, and again when it is refused: signing in changes it. */
export const tell = async (root, address, body) => {
  for (const isLast of [false, true]) {
    if (!token) {
      const given = await ask(`${root}jeton.json`);
      if (given.kind !== "ok") return given;
      token = given.data.token;
    }
    const answer = await post(address, body);
    if (answer?.response.status !== 403 || isLast) return judge(answer);
    token = "";
  }
  return { kind: "forbidden" };
};
