// Random days of two phones with the real queue, the real sender and the real IndexedDB.
import { Queue, key } from "/queue.js";
import { sender } from "/tap_sender.js";
import { openStore } from "/tap_store.js";
import { DAY, LINES, Server, closings, dice } from "/queue_world.js";

const HOUR = 3600 * 1000;

class Phone {
  constructor(name, server, roll) {
    Object.assign(this, { name, server, roll, online: true, off: 0, jumps: 0, version: 1, known: server.token });
    Object.assign(this, { taps: new Map(), given: new Set(), wiped: new Set(), late: [], windows: [] });
  }

  now = () => this.server.now + this.off;

  async start() {
    const store = await openStore(this.name, this.version);
    const queue = new Queue({ store, now: this.now, newKey: key, send: (tap) => send(tap) });
    const send = sender({
      token: () => this.known,
      newToken: async () => this.freshToken(),
      now: this.now,
      fetch: (url, { body }) => this.fetch(queue, url, body),
    });
    this.windows.push(queue);
    this.queue = queue;
  }

  // The app is killed wherever it is, and opened again; what it was sending may still arrive, its answer does not.
  async kill() {
    for (const queue of this.windows.splice(0)) {
      queue.send = () => new Promise(() => {});
      queue.store.close();
    }
    await this.start();
  }

  // A newer kbye is opened in another window, while the older one is still there with its queue.
  async update() {
    this.version += 1;
    await this.start();
  }

  // Emptied while nobody looked, as some browsers do with what was not used for long: the phone cannot know of it.
  async wipeClosed() {
    for (const one of await this.queue.all()) this.wiped.add(one.op);
    this.windows.forEach((queue) => queue.store.close());
    await new Promise((resolve) => (indexedDB.deleteDatabase(this.name).onsuccess = resolve));
    await this.kill();
  }

  // Emptied under the open pages of both phones; each has a moment to notice.
  async emptied() {
    const queues = this.both.flatMap((phone) => phone.windows);
    await Promise.all(queues.map((queue) => queue.running));
    await Promise.all(queues.map((queue) => queue.all())); // each has a store open
    const noticed = closings(queues.length);
    await globalThis.emptyStorage();
    await noticed;
    await Promise.all(queues.map((queue) => queue.all()));
  }

  freshToken() {
    if (!this.online) throw new Error("no signal");
    if (this.server.signedOut.has(this.name)) throw new Error("nobody is signed in");
    return (this.known = this.server.token);
  }

  async fetch(queue, url, body) {
    await pause(this.roll() * 2);
    if (!this.online || this.roll() < 0.15) throw new Error("no signal");
    const answer = this.server.answer(this.name, url, body);
    this.sent = [url, body];
    if (this.roll() < 0.2) this.late.push([url, body]); // the same request once more, later, in any order
    if (this.roll() < 0.25) throw new Error("the answer was lost");
    await pause(this.roll() * 2);
    if (!this.windows.includes(queue)) return new Promise(() => {});
    return answer;
  }

  async step() {
    this.server.now += HOUR;
    const what = this.roll();
    const line = LINES[Math.floor(this.roll() * LINES.length)];
    if (what < 0.42) await this.tap(line);
    else if (what < 0.56) this.online = !this.online;
    else if (what < 0.65) await this.kill();
    else if (what < 0.7) this.jump(this.roll() < 0.5 ? DAY : -DAY);
    else if (what < 0.73) await this.update();
    else if (what < 0.75) await this.wipeClosed();
    else if (what < 0.77) await this.emptied();
    else if (what < 0.8) this.server.signedOut.add(this.name);
    else if (what < 0.84) this.signIn();
    else if (what < 0.91 && this.late.length) this.arriveLate(Math.floor(this.roll() * this.late.length));
    else await this.answer();
    for (const queue of this.windows) queue.flush();
  }

  jump(by) {
    this.off += by;
    this.jumps += 1;
  }

  signIn() {
    if (this.server.signedOut.delete(this.name)) this.server.token = String(Number(this.server.token) + 1);
  }

  arriveLate(number) {
    const [[url, body]] = this.late.splice(number, 1);
    this.server.answer(this.name, url, body);
  }

  async tap(line) {
    const deed = this.roll() < 0.6 ? "tick" : "untick";
    const before = await this.queue.all();
    const meant = { line, deed, url: `/${deed}/${line}` };
    const made = await (deed === "tick" ? this.queue.add(meant) : this.queue.takeBack(meant));
    if (made) this.taps.set(made.op, { line, seq: this.taps.size, at: this.server.now, jumps: this.jumps });
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
        const first = this.taps.get(tap.op);
        const before = new Set((await this.queue.all()).map((one) => one.op));
        await this.queue.sayAgain(tap);
        const meant = (await this.queue.all()).find((one) => !before.has(one.op));
        if (meant) this.taps.set(meant.op, first);
      }
    }
  }

  async settle() {
    this.online = true;
    this.signIn();
    this.roll = () => 0.99;
    await this.kill();
    while (this.late.length) this.arriveLate(0);
    await this.queue.flush();
  }

  // Each tap exactly once at the server, or in sight on this phone, or taken away by its owner; in the order of the
  // thumb; and written down with the time of the thumb, if nobody set the phone's clock meanwhile.
  async faults() {
    const kept = new Map((await this.queue.all()).map((one) => [one.op, one]));
    const found = [];
    for (const [op, tap] of this.taps) {
      const entries = this.server.log.filter((one) => one.op === op);
      if (entries.length > 1) found.push(`${op} counted ${entries.length} times`);
      if (!entries.length && ![kept, this.given, this.wiped].some((some) => some.has(op))) found.push(`${op} is lost`);
      for (const { tapped, arrived } of entries) {
        if (tapped > arrived) found.push(`${op} was tapped after it arrived`);
        if (this.jumps === tap.jumps && Math.abs(tapped - tap.at) > 3 * HOUR) found.push(`${op} lies about its time`);
      }
    }
    for (const one of kept.values()) {
      if (one.state === "waiting" && !this.isHeld(one, kept)) found.push(`${one.op} still waits, with a signal`);
      if (this.server.log.some(({ op }) => op === one.op)) found.push(`${one.op} counted and still in sight`);
    }
    return found.concat(this.outOfOrder());
  }

  isHeld(tap, kept) {
    return [...kept.values()].some((one) => one.state === "asks" && one.line === tap.line && one.seq < tap.seq);
  }

  outOfOrder() {
    const mine = this.server.log.filter(({ op }) => this.taps.has(op)).map(({ op }) => this.taps.get(op));
    return LINES.filter((line) => {
      const order = mine.filter((one) => one.line === line).map((one) => one.seq);
      return order.some((seq, at) => at && order[at - 1] > seq);
    }).map((line) => `${line}: taps were turned round`);
  }

  async forget() {
    for (const one of await this.queue.all()) await this.queue.drop(one);
    this.windows.forEach((queue) => queue.store.close());
    await new Promise((resolve) => (indexedDB.deleteDatabase(this.name).onsuccess = resolve));
  }
}

function pause(milliseconds) {
  return milliseconds < 1 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, 0));
}

export async function run(from, count, steps) {
  const faults = [];
  const happened = { taps: 0, counted: 0, asked: 0, wiped: 0, updated: 0 };
  for (let number = from; number < from + count; number += 1) {
    const roll = dice(number);
    const server = new Server();
    const phones = [new Phone("one", server, roll), new Phone("two", server, roll)];
    for (const phone of phones) await Object.assign(phone, { both: phones }).start();
    for (let step = 0; step < steps; step += 1) await phones[Math.floor(roll() * 2)].step();
    for (const phone of phones) await phone.settle();
    for (const phone of phones) {
      happened.taps += phone.taps.size;
      happened.wiped += phone.wiped.size;
      happened.updated += phone.version - 1;
      faults.push(...(await phone.faults()).map((words) => `schedule ${number}, phone ${phone.name}: ${words}`));
    }
    happened.counted += server.log.length;
    happened.asked += server.asked.size;
    for (const phone of phones) await phone.forget();
  }
  return { faults, happened };
}

// Both gave the inhaler; two is asked whether it was given once more. One takes it back, and only then the network hands
// over another copy of what two had sent. Two has not answered yet: nothing of it may count.
export async function aLateCopyOfWhatWasAskedAbout() {
  const server = new Server();
  const [one, two] = ["one", "two"].map((name) => new Phone(name, server, () => 0.5));
  const taps = async (phone, roll) => {
    phone.roll = () => roll;
    await phone.tap("inhaler");
    await phone.queue.flush();
  };
  for (const phone of [one, two]) await phone.start();
  await taps(one, 0.5);
  await taps(two, 0.5);
  await taps(one, 0.99);
  two.late.push(two.sent);
  two.arriveLate(0);
  const found = { faults: await two.faults(), happened: { asked: server.asked.size } };
  for (const phone of [one, two]) await phone.forget();
  return found;
}
