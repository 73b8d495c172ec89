// What the phones of a random day have to do with: one kbye, the time, and a network that fails.
export const LINES = ["inhaler", "choir", "drops"];
export const DAY = 24 * 3600 * 1000;

// mulberry32, so that a schedule that fails can be run again by its number
export function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// What kbye promises of its side (tests/go/test_taps.py): a key counts once and for one body only, a tap that was asked
// about never counts by itself, and the log holds when it was tapped and when it came.
export class Server {
  constructor() {
    Object.assign(this, { now: Date.UTC(2026, 11, 4, 18), token: "1", bodies: new Map(), asked: new Set(), log: [] });
    this.done = new Set();
    this.signedOut = new Set();
  }

  // A request as it arrives, from this phone; what `fetch` would resolve to.
  answer(phone, url, body) {
    if (body.get("csrfmiddlewaretoken") !== this.token) return reply(403);
    if (this.signedOut.has(phone)) return { type: "opaqueredirect" };
    const [, deed, line] = url.split("/");
    return this.take(deed, line, Object.fromEntries(body));
  }

  take(deed, line, { op, at, ago, again }) {
    const body = [deed, line, again, at].join(" ");
    if (this.bodies.has(op) && this.bodies.get(op) !== body) return reply(422, { words: "tapped differently" });
    if (this.asked.has(op)) return reply(200, { saved: false, words: "again?" });
    if (this.bodies.has(op)) return reply(200, { saved: true });
    if (line === "drops" && deed === "untick") return reply(422, { words: "no such line" });
    this.bodies.set(op, body);
    if (deed === "tick" && line === "inhaler" && this.done.has(line) && !again) {
      this.asked.add(op);
      return reply(200, { saved: false, words: "again?" });
    }
    this.log.push({ op, tapped: this.now - Number(ago) * 1000, arrived: this.now });
    this.done[deed === "tick" ? "add" : "delete"](line);
    return reply(200, { saved: true });
  }
}

function reply(status, said = {}) {
  return { status, ok: status < 300, json: async () => said };
}

// Every connection to a store is watched, so that a day can wait until its pages have noticed that theirs was closed by
// force: before that they read what is gone, and whoever is killed then has nothing to put back.
const noticed = new EventTarget();
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...all) {
  const asked = open.apply(this, all);
  asked.addEventListener("success", () => {
    asked.result.addEventListener("close", () => noticed.dispatchEvent(new Event("close")));
  });
  return asked;
};

export function closings(count, patience = 5000) {
  return new Promise((resolve) => {
    setTimeout(resolve, patience);
    noticed.addEventListener("close", () => (count -= 1) || resolve());
  });
}
