// Random days of two phones with the real queue, the real sender and the real IndexedDB.
import { Queue, key } from "/queue.js";
import { sender } from "/tap_sender.js";
import { openStore } from "/tap_store.js";
import {
  DAY, LINES, Server, Turns, aMomentLater, allClosed, dice, endsWithin, trouble, written,
} from "/queue_world.js";

const HOUR = 3600 * 1000;

// How long a request travels at most before the phone or the network gives it up.
const UNDER_WAY = 2 * HOUR;

class Phone {
  constructor(name, server, roll, turns = new Turns(roll)) {
    Object.assign(this, { name, server, roll, turns, online: true, off: 0, jumps: 0, version: 1, known: server.token });
    Object.assign(this, { taps: new Map(), windows: [], late: [] });
    Object.assign(this, { undone: new Set(), given: new Set(), wiped: new Set() }); // taken back, answered, past knowing
  }

  now = () => this.server.now + this.off;

  async start() {
    const real = await openStore(this.name, this.version);
    const window = { real };
    const queue = new Queue({ store: this.inTurns(window), now: this.now, newKey: key, send: (tap) => send(tap) });
    const send = sender({
      token: () => this.known,
      newToken: async () => this.freshToken(),
      now: this.now,
      fetch: (url, { body }) => this.fetch(window, url, body),
    });
    this.windows.push(Object.assign(window, { queue }));
  }

  // The same store, whose every deed waits for its turn.
  inTurns(window) {
    const deeds = Object.entries(window.real).filter(([name]) => name !== "close");
    const store = Object.fromEntries(
      deeds.map(([name, deed]) => [name, (...all) => this.turns.take(window, () => deed(...all))]),
    );
    const removeUntried = async (tap) => {
      const gone = await store.removeUntried(tap);
      if (gone) this.undone.add(tap.op);
      return gone;
    };
    return { ...store, removeUntried };
  }

  // The one the thumb is on just now, and what stands in it.
  get queue() {
    return this.windows[Math.floor(this.roll() * this.windows.length)].queue;
  }

  kept() {
    return this.windows.at(-1).real.all();
  }

  // The app is killed wherever it is, and opened again; what it was sending may still arrive, its answer does not.
  async kill() {
    for (const window of this.windows.splice(0)) {
      this.turns.forget(window);
      window.real.close();
    }
    await this.start();
  }

  // A newer kbye is opened: in another window, while the older one is still there with its queue; or the next time.
  async update() {
    this.version += 1;
    await (this.roll() < 0.5 ? this.start() : this.kill());
  }

  // Emptied while nobody looked, as some browsers do with what was not used for long: the phone cannot know of it.
  async wipeClosed() {
    for (const one of await this.kept()) this.wiped.add(one.op);
    await this.erase();
    await this.kill();
  }

  erase() {
    for (const window of this.windows) window.real.close();
    return new Promise((resolve) => (indexedDB.deleteDatabase(this.name).onsuccess = resolve));
  }

  // Emptied under the open pages of both phones, wherever they are, and not done with it when they look again.
  async emptied() {
    await this.emptiedByForce();
    for (const { real } of this.both.flatMap((phone) => phone.windows)) {
      Object.assign(trouble, { refused: Math.floor(this.roll() * 2), undone: Math.floor(this.roll() * 2) });
      await real.all();
    }
    Object.assign(trouble, { refused: 0, undone: 0 });
  }

  async emptiedByForce() {
    const noticed = allClosed();
    await globalThis.emptyStorage();
    await noticed;
  }

  freshToken() {
    if (!this.online) throw new Error("no signal");
    if (this.server.signedOut.has(this.name)) throw new Error("nobody is signed in");
    return (this.known = this.server.token);
  }

  async fetch(window, url, body) {
    const since = this.server.now;
    const answer = await this.turns.take("network", () => this.arrive(url, body, since));
    if (!this.windows.includes(window)) return new Promise(() => {});
    return this.turns.take(window, () => answer);
  }

  arrive(url, body, since) {
    if (!this.online || this.server.now - since > UNDER_WAY || this.roll() < 0.15) throw new Error("no signal");
    const answer = this.server.answer(this.name, url, body);
    this.sent = [url, body];
    if (this.roll() < 0.2) this.late.push(this.sent); // the same request once more, later, in any order
    if (this.roll() < 0.25) throw new Error("the answer was lost");
    return answer;
  }

  async step() {
    this.server.now += HOUR;
    const what = this.roll();
    const line = LINES[Math.floor(this.roll() * LINES.length)];
    if (what < 0.42) await this.turns.until(this.tap(line));
    else if (what < 0.55) this.online = !this.online;
    else if (what < 0.57) trouble.undone = 1;
    else if (what < 0.65) await this.kill();
    else if (what < 0.7) this.jump(this.roll() < 0.5 ? DAY : -DAY);
    else if (what < 0.73) await this.update();
    else if (what < 0.75) await this.wipeClosed();
    else if (what < 0.77) await this.emptied();
    else if (what < 0.8) this.server.signedOut.add(this.name);
    else if (what < 0.84) this.signIn();
    else if (what < 0.91 && this.late.length) this.arriveLate(Math.floor(this.roll() * this.late.length));
    else await this.turns.until(this.answer());
    for (const { queue } of this.windows) queue.flush();
    await this.turns.some(this.roll() < 0.5 ? Infinity : this.roll() * 8);
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
    const meant = { line, deed, url: `/${deed}/${line}` };
    const made = await (deed === "tick" ? this.queue.add(meant) : this.queue.takeBack(meant));
    if (made) this.remember(made.op, { line, seq: this.taps.size, at: this.server.now, jumps: this.jumps });
  }

  remember(op, tap) {
    this.taps.set(op, { ...tap, number: this.taps.size + 1 });
  }

  async answer() {
    const { queue } = this;
    for (const tap of await queue.all()) {
      if (tap.state !== "asks") continue;
      this.given.add(tap.op);
      if (this.roll() < 0.5) await queue.drop(tap);
      else await this.sayAgain(queue, tap);
    }
  }

  async sayAgain(queue, tap) {
    const before = new Set((await queue.all()).map((one) => one.op));
    await queue.sayAgain(tap);
    const meant = (await queue.all()).find((one) => !before.has(one.op));
    if (meant) this.remember(meant.op, this.taps.get(tap.op));
  }

  async settle() {
    this.online = true;
    this.signIn();
    this.roll = () => 0.99;
    await this.kill();
    while (this.late.length) this.arriveLate(0);
    await this.turns.until(this.queue.flush());
    await this.turns.some(Infinity);
  }

  // Each tap exactly once at the server, or in sight on this phone, or taken away by its owner; in the order of the
  // thumb; and written down with the time of the thumb, if nobody set the phone's clock meanwhile.
  async faults() {
    const kept = new Map((await this.kept()).map((one) => [one.op, one]));
    const found = [];
    for (const [op, tap] of this.taps) {
      const name = `tap ${tap.number}`;
      const entries = this.server.log.filter((one) => one.op === op);
      if (entries.length > 1) found.push(`${name} counted ${entries.length} times`);
      const isTakenAway = this.undone.has(op) || this.given.has(op);
      if (entries.length && isTakenAway) found.push(`${name} was taken away and counts`);
      if (!entries.length && !isTakenAway && !kept.has(op) && !this.wiped.has(op)) found.push(`${name} is lost`);
      for (const { tapped, arrived } of entries) {
        if (tapped > arrived) found.push(`${name} was tapped after it arrived`);
        if (this.jumps === tap.jumps && Math.abs(tapped - tap.at) > 3 * HOUR) found.push(`${name} lies about its time`);
      }
    }
    for (const one of kept.values()) {
      const name = `tap ${this.taps.get(one.op)?.number}`;
      if (one.state === "waiting" && !this.isHeld(one, kept)) found.push(`${name} still waits, with a signal`);
      if (this.server.log.some(({ op }) => op === one.op)) found.push(`${name} counted and still in sight`);
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
}

// One day; what was wrong at its end, and how often what happened.
async function day(number, steps) {
  const roll = dice(number);
  const server = new Server();
  const turns = new Turns(roll);
  const phones = ["one", "two"].map((name) => new Phone(name, server, roll, turns));
  for (const phone of phones) await Object.assign(phone, { both: phones }).start();
  for (let step = 0; step < steps; step += 1) await phones[Math.floor(roll() * 2)].step();
  trouble.undone = 0;
  for (const phone of phones) await phone.settle();
  const faults = [];
  for (const phone of phones) {
    faults.push(...(await phone.faults()).map((words) => `schedule ${number}, phone ${phone.name}: ${words}`));
  }
  for (const phone of phones) await phone.erase();
  const sum = (count) => phones.reduce((all, phone) => all + count(phone), 0);
  const happened = {
    taps: sum((phone) => phone.taps.size),
    counted: server.log.length,
    asked: server.asked.size,
    undone: sum((phone) => phone.undone.size),
    wiped: sum((phone) => phone.wiped.size),
    updated: sum((phone) => phone.version - 1),
  };
  return { faults, happened };
}

// The days from this one on; `enough(faults)` ends them early.
export async function run(from, count, steps, enough = () => false) {
  const faults = [];
  const happened = {};
  for (let number = from; number < from + count && !enough(faults); number += 1) {
    const one = await endsWithin(60, `schedule ${number}`, day(number, steps));
    faults.push(...one.faults);
    for (const [what, times] of Object.entries(one.happened)) happened[what] = (happened[what] ?? 0) + times;
  }
  return { faults, happened };
}

// Small days of their own, each for what was found once. They say which taps stand on the phone at the end.
async function small(day) {
  const one = new Phone("one", new Server(), () => 0.5);
  Object.assign(one, { both: [one], online: false });
  await one.start();
  const thumb = (deed, line, window = one.windows[0]) =>
    one.turns.until(window.queue[deed]({ line, deed: "tick", url: `/tick/${line}` }));
  await day(one, thumb);
  await one.kill();
  const lines = (await one.kept()).map((tap) => `${tap.deed} ${tap.line}`);
  await one.erase();
  return lines;
}

// A tap while the browser is emptying the store, and not done with it yet.
export const tappedWhileItIsEmptied = () =>
  small(async (one, thumb) => {
    await thumb("add", "inhaler");
    await one.emptiedByForce();
    Object.assign(trouble, { refused: 1, undone: 1 });
    await thumb("add", "choir");
  });

// Another window knew the tap, and its store is closed and opened again; what was taken back stays away.
export const takenBackBesideAnotherWindow = () =>
  small(async (one, thumb) => {
    await one.start();
    const [first, second] = one.windows;
    await thumb("add", "inhaler");
    await second.real.all();
    await thumb("takeBack", "inhaler", first);
    one.version += 1; // a newer kbye in a third one
    await one.start();
    await second.real.all();
  });

// The page does nothing, and is killed a moment later.
export const emptiedWhileNothingHappens = () =>
  small(async (one, thumb) => {
    await thumb("add", "inhaler");
    aMomentLater();
    await one.emptiedByForce();
    const isWritten = written();
    if (aMomentLater()) await isWritten;
  });

// The window that knew two taps was asleep; one that found the store empty has written down a third by then.
export const putBackBesideANewTap = () =>
  small(async (one, thumb) => {
    await thumb("add", "inhaler");
    await thumb("add", "choir");
    await one.emptiedByForce();
    await one.start();
    await thumb("add", "drops", one.windows[1]);
    await one.windows[0].real.all();
  });

// A request is under way when the store is emptied; another window, which knew the tap from before, puts it back. Then
// it is taken back: no longer by forgetting it.
export const takenBackWhileUnderWay = () =>
  small(async (one, thumb) => {
    await one.start();
    const [first, second] = one.windows;
    await thumb("add", "inhaler");
    await second.real.all();
    first.queue.flush();
    while (!one.turns.waiting.some(({ who }) => who === "network")) await one.turns.next();
    await one.emptiedByForce();
    await thumb("takeBack", "inhaler", second);
  });

// Both gave the inhaler; two is asked whether it was given once more. One takes it back, and only then the network hands
// over another copy of what two had sent. Two has not answered yet: nothing of it may count.
export async function aLateCopyOfWhatWasAskedAbout() {
  const server = new Server();
  const [one, two] = ["one", "two"].map((name) => new Phone(name, server, () => 0.5));
  const taps = async (phone, roll) => {
    phone.roll = () => roll;
    await phone.turns.until(phone.tap("inhaler"));
    await phone.turns.until(phone.queue.flush());
  };
  for (const phone of [one, two]) await phone.start();
  await taps(one, 0.5);
  await taps(two, 0.5);
  await taps(one, 0.99);
  two.late.push(two.sent);
  two.arriveLate(0);
  const found = { faults: await two.faults(), happened: { asked: server.asked.size } };
  for (const phone of [one, two]) await phone.erase();
  return found;
}
