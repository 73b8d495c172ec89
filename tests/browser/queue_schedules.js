// Random days of two phones with the real queue and the real IndexedDB; the network and the server are played.
import { Queue, key, openStore } from "/queue.js";

const LINES = ["inhaler", "choir", "drops"];
const DAY = 24 * 3600 * 1000;

// mulberry32, so that a schedule that fails can be run again by its number
function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// What kbye promises of its side (tests/go/test_taps.py): a key counts once, and for one body only.
class Server {
  constructor() {
    this.bodies = new Map();
    this.applied = [];
    this.done = new Set();
  }

  take({ op, line, deed, again, at }) {
    const body = JSON.stringify([line, deed, again, at]);
    if (this.bodies.has(op)) return this.bodies.get(op) === body ? { kind: "saved" } : { kind: "refused" };
    if (deed === "tick" && line === "inhaler" && this.done.has(line) && !again) return { kind: "asks", words: "again?" };
    if (line === "drops" && deed === "untick") return { kind: "refused", words: "no such line" };
    this.bodies.set(op, body);
    this.applied.push(op);
    this.done[deed === "tick" ? "add" : "delete"](line);
    return { kind: "saved" };
  }
}

class Phone {
  constructor(name, server, roll) {
    Object.assign(this, { name, server, roll, online: true, clock: Date.now(), taps: new Map(), given: new Set(), late: [] });
  }

  async start() {
    this.store = await openStore(this.name);
    const store = this.store;
    this.queue = new Queue({
      store,
      now: () => (this.clock += 1000),
      newKey: () => key(),
      send: (tap) => this.send(tap),
    });
  }

  // The app is killed wherever it is, and opened again; what it was sending may still arrive, its answer does not.
  async kill() {
    this.queue.send = () => new Promise(() => {});
    this.store.close();
    await this.start();
  }

  async send(tap) {
    const { queue } = this;
    await pause(this.roll() * 2);
    if (!this.online || this.roll() < 0.15) throw new Error("no signal");
    const sent = { ...tap };
    const answer = this.server.take(sent);
    if (this.roll() < 0.2) this.late.push(sent); // the same request once more, later, in any order
    if (this.roll() < 0.25) throw new Error("the answer was lost");
    await pause(this.roll() * 2);
    if (queue !== this.queue) return new Promise(() => {});
    return answer;
  }

  async step() {
    const what = this.roll();
    const line = LINES[Math.floor(this.roll() * LINES.length)];
    if (what < 0.45) await this.tap(line);
    else if (what < 0.6) this.online = !this.online;
    else if (what < 0.7) await this.kill();
    else if (what < 0.76) this.clock += this.roll() < 0.5 ? DAY : -DAY;
    else if (what < 0.84 && this.late.length) this.server.take(this.late.splice(Math.floor(this.roll() * this.late.length), 1)[0]);
    else await this.answer();
    this.queue.flush();
  }

  async tap(line) {
    const deed = this.roll() < 0.6 ? "tick" : "untick";
    const before = await this.queue.all();
    const made = await (deed === "tick" ? this.queue.add({ line, deed }) : this.queue.takeBack({ line, deed }));
    if (made) this.taps.set(made.op, { line, seq: made.seq });
    else for (const gone of before) if (!(await this.has(gone.op)) && gone.line === line) this.given.add(gone.op);
  }

  async has(op) {
    return (await this.queue.all()).some((one) => one.op === op);
  }

  async answer() {
    for (const tap of await this.queue.all()) {
      if (tap.state !== "asks") continue;
      this.given.add(tap.op);
      if (this.roll() < 0.5) await this.queue.drop(tap);
      else {
        await this.queue.sayAgain(tap);
        const meant = (await this.queue.all()).find((one) => one.seq === tap.seq);
        if (meant) this.taps.set(meant.op, { line: meant.line, seq: meant.seq });
      }
    }
  }

  async settle() {
    this.online = true;
    this.roll = () => 0.99;
    await this.kill();
    for (const sent of this.late) this.server.take(sent);
    await this.queue.flush();
  }

  // Each tap exactly once at the server, or in sight on this phone, or taken away by its owner.
  async faults() {
    const kept = new Map((await this.queue.all()).map((one) => [one.op, one]));
    const found = [];
    for (const [op] of this.taps) {
      const times = this.server.applied.filter((one) => one === op).length;
      if (times > 1) found.push(`${op} counted ${times} times`);
      if (times === 0 && !kept.has(op) && !this.given.has(op)) found.push(`${op} is lost`);
    }
    for (const one of kept.values()) {
      if (one.state === "waiting" && !this.isHeld(one, kept)) found.push(`${one.op} still waits, with a signal`);
      if (this.server.bodies.has(one.op) && one.state !== "waiting") found.push(`${one.op} counted and still in sight`);
    }
    return found.concat(this.outOfOrder());
  }

  isHeld(tap, kept) {
    return [...kept.values()].some((one) => one.state === "asks" && one.line === tap.line && one.seq < tap.seq);
  }

  outOfOrder() {
    const mine = this.server.applied.filter((op) => this.taps.has(op)).map((op) => this.taps.get(op));
    return LINES.filter((line) => {
      const order = mine.filter((one) => one.line === line).map((one) => one.seq);
      return order.some((seq, at) => at && order[at - 1] > seq);
    }).map((line) => `${line}: taps were turned round`);
  }

  async forget() {
    for (const one of await this.queue.all()) await this.queue.drop(one);
    this.store.close();
  }
}

function pause(milliseconds) {
  return milliseconds < 1 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, 0));
}

export async function run(from, count, steps) {
  const faults = [];
  let taps = 0;
  for (let number = from; number < from + count; number += 1) {
    const roll = dice(number);
    const server = new Server();
    const phones = [new Phone("one", server, roll), new Phone("two", server, roll)];
    for (const phone of phones) await phone.start();
    for (let step = 0; step < steps; step += 1) await phones[Math.floor(roll() * 2)].step();
    for (const phone of phones) await phone.settle();
    for (const phone of phones) {
      taps += phone.taps.size;
      faults.push(...(await phone.faults()).map((words) => `schedule ${number}, phone ${phone.name}: ${words}`));
      await phone.forget();
    }
  }
  return { faults, taps };
}
