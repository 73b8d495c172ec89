// How a tap goes to kbye, and what the answer means for the queue. Whatever fails on the way is thrown: later, then.
const PATIENCE = 10000;

// `token()` is the page's form token; `newToken()` asks for a newer one: null if there is none, and it throws if nobody is
// signed in just now. `me`: who has this page; a tap of somebody else is not sent in their name.
export function sender({ token, newToken, me = "", notMine = "", now = () => Date.now(), fetch = theirs }) {
  return async function send(tap, used = token()) {
    if (tap.me && me && tap.me !== me) return { kind: "refused", words: notMine };
    const body = { csrfmiddlewaretoken: used, op: tap.op, at: tap.at, ago: Math.max(0, now() - tap.at) / 1000 };
    if (tap.again) body.again = "yes";
    const answer = await fetch(tap.url, {
      method: "POST",
      body: new URLSearchParams(body),
      redirect: "manual",
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    if (answer.type === "opaqueredirect" || answer.status === 429 || answer.status >= 500) return { kind: "later" };
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said.saved ? { kind: "saved" } : { kind: "asks", ...said };
    if (answer.status === 403) {
      const newer = await newToken();
      if (newer && newer !== used) return send(tap, newer);
    }
    return { kind: "refused", words: said.words ?? "" };
  };
}

function theirs(...all) {
  return globalThis.fetch(...all);
}
