// The queue of taps. A tap is written down on the phone first, then sent until the server has answered: it arrives once,
// however often it is sent, because its key goes with it. Knows neither page nor network; both are handed to it.
const LOOKS_OLD = 24 * 3600 * 1000;

export class Queue {
  // `store`: see tap_store.js. `send(tap)` resolves to {kind: "saved" | "asks" | "refused" | "later", …words}; whatever it
  // throws means "later". `changed` is called after each change.
  constructor({ store, send, now = () => Date.now(), newKey = key, changed = () => {} }) {
    Object.assign(this, { store, send, now, newKey, changed });
    this.running = null;
  }

  async add(tap) {
    const kept = { tries: 0, state: "waiting", again: false, ...tap, op: this.newKey(), at: this.now() };
    kept.seq = await this.store.add(kept);
    this.changed();
    return kept;
  }

  // "Undo" of what this phone has not sent yet takes the tap away; of anything else it is a tap of its own.
  async takeBack(tap) {
    const last = (await this.all()).filter((one) => one.line === tap.line).at(-1);
    if (last?.deed === "tick" && last.tries === 0 && last.state !== "refused" && (await this.store.removeUntried(last))) {
      this.changed();
      return null;
    }
    return this.add({ ...tap, deed: "untick" });
  }

  // The answer "yes, a second time": a new tap, at the time of the old one.
  async sayAgain(asked) {
    await this.store.change(asked, { op: this.newKey(), again: true, tries: 0, state: "waiting", words: "" });
    this.changed();
  }

  async drop(tap) {
    await this.store.remove(tap);
    this.changed();
  }

  all() {
    return this.store.all();
  }

  // One run at a time; a tap that comes meanwhile is seen to by another run.
  flush() {
    this.wanted = true;
    this.running ??= this.#runs().finally(() => (this.running = null));
    return this.running;
  }

  async #runs() {
    while (this.wanted) {
      this.wanted = false;
      await this.#run();
    }
  }

  async #run() {
    const held = new Set();
    for (const tap of await this.all()) {
      if (tap.state === "asks") held.add(tap.line);
      if (tap.state !== "waiting" || held.has(tap.line)) continue;
      if (!(await this.store.change(tap, { tries: tap.tries + 1 }))) continue; // taken back meanwhile
      const answer = await this.#sent(tap);
      if (answer.kind === "later") return this.changed();
      if (answer.kind === "saved") await this.store.remove(tap);
      else await this.store.change(tap, { ...answer, state: answer.kind });
      if (answer.kind === "asks") held.add(tap.line);
      this.changed(answer.kind);
    }
  }

  async #sent(tap) {
    try {
      return await this.send(tap);
    } catch {
      return { kind: "later" };
    }
  }

  // What belongs to a time away that ended long ago goes, sent or not.
  async forgetEnded() {
    for (const tap of await this.all()) if (tap.until && tap.until < this.now()) await this.drop(tap);
  }

  looksOld(tap) {
    return this.now() - tap.at > LOOKS_OLD;
  }
}

// 128 random bits as a UUID; `crypto.randomUUID` is not there on plain http.
export function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
