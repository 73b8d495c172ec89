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

// One at a time, in the order of the dice: whoever wants to touch a store or the network waits here for a turn. So what
// happens on a day depends on its number alone, and not on how fast this machine is.
export class Turns {
  constructor(roll) {
    Object.assign(this, { roll, waiting: [] });
  }

  // What `work` comes to, once `who` has had a turn.
  take(who, work) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ who, go: () => Promise.resolve().then(work).then(resolve, reject) });
    });
  }

  async next() {
    const [one] = this.waiting.splice(Math.floor(this.roll() * this.waiting.length), 1);
    await one?.go();
    await settled();
    return Boolean(one);
  }

  // Everybody goes on until this work is done; it may need any of them.
  async until(work) {
    let isDone = false;
    work.catch(() => {}).then(() => (isDone = true));
    await settled();
    while (!isDone) if (!(await this.next()) && !isDone) throw new Error("nobody is left who could go on");
    return work;
  }

  async some(count) {
    for (let turn = 0; turn < count && (await this.next()); turn += 1);
  }

  forget(who) {
    this.waiting = this.waiting.filter((one) => one.who !== who);
  }
}

// All that follows by itself from what has happened so far has happened, too.
const { port1, port2 } = new MessageChannel();

function settled() {
  return new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
}

// Nothing on a day depends on the clock of this machine: short waits are over at once, those of up to a second when the
// day says so, and longer ones outlast it.
const AT_ONCE = 100;
const SOON = 1000;
const waits = [];
const byTheClock = globalThis.setTimeout.bind(globalThis);
globalThis.setTimeout = (then, wait = 0, ...all) => {
  if (wait <= AT_ONCE) byTheClock(then, 0, ...all);
  else if (wait <= SOON) waits.push(() => then(...all));
};

// A moment later; how many had waited for it.
export function aMomentLater() {
  return waits.splice(0).map((then) => then()).length;
}

// What `work` comes to; a fault if it has not come to anything after so many seconds by the clock.
export function endsWithin(seconds, name, work) {
  const never = new Promise((_, reject) => byTheClock(reject, seconds * 1000, new Error(`${name} does not end`)));
  return Promise.race([work, never]);
}

// What a browser does while it empties a store, or has no room: this many openings are refused, and this many
// transactions that would write come to nothing.
export const trouble = { refused: 0, undone: 0 };

const connections = new Map();
const { open } = IDBFactory.prototype;
IDBFactory.prototype.open = function (...all) {
  if (trouble.refused > 0) return refusal();
  const asked = open.apply(this, all);
  asked.addEventListener("success", () => {
    const ended = Promise.withResolvers();
    connections.set(asked.result, ended);
    asked.result.addEventListener("close", () => isClosed(asked.result));
  });
  return asked;
};

function refusal() {
  trouble.refused -= 1;
  const asked = { error: new DOMException("The connection was closed.", "AbortError") };
  setTimeout(() => asked.onerror());
  return asked;
}

function isClosed(connection) {
  connections.get(connection)?.resolve();
  connections.delete(connection);
}

const { close, transaction } = IDBDatabase.prototype;
IDBDatabase.prototype.close = function () {
  close.call(this);
  isClosed(this);
};

IDBDatabase.prototype.transaction = function (names, mode, options) {
  const made = transaction.call(this, names, mode, options);
  if (mode === "readwrite") made.addEventListener("complete", () => writing.dispatchEvent(new Event("done")));
  if (mode === "readwrite" && trouble.undone > 0) {
    trouble.undone -= 1;
    queueMicrotask(() => made.abort());
  }
  return made;
};

// Until any store was written to.
const writing = new EventTarget();
export function written() {
  return new Promise((resolve) => writing.addEventListener("done", resolve, { once: true }));
}

// Until each store that is open now was closed, by force or by its page.
export function allClosed() {
  return Promise.all([...connections.values()].map((one) => one.promise));
}

// Windows of one phone hear of each other at once, and not when this machine comes to it.
const channels = new Set();
globalThis.BroadcastChannel = class {
  constructor(name) {
    this.name = name;
    channels.add(this);
  }

  postMessage(data) {
    if (!channels.has(this)) throw new DOMException("", "InvalidStateError");
    for (const other of channels) if (other !== this && other.name === this.name) other.onmessage?.({ data });
  }

  close() {
    channels.delete(this);
  }
};
