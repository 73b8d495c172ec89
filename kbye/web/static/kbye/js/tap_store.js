// The taps on this phone, in the order of the thumb. A browser may close this store under an open page, or empty it:
// another version of kbye was opened, room was needed. Then it is opened again, and what the page still holds is written
// down once more. Only whoever signs out, or closes the page, ends it.
const VERSION = 1;
const SETTLES_IN = 300;
const PATIENCE = 5000;
const AGAIN_AFTER = [0, 20, 100, 500];

export async function openStore(name = "kbye-taps", version = VERSION) {
  const held = new Map();
  const gone = new Set(); // sent, or taken away, in this window or another: never put back
  const others = globalThis.BroadcastChannel && new BroadcastChannel(name);
  if (others) others.onmessage = ({ data }) => gone.add(data);
  let isOver = false;
  let opening = null;
  let database = await open();

  async function open() {
    const found = await opened(name, version);
    found.onversionchange = ({ newVersion }) => {
      found.close();
      if (newVersion === null) end(); // signed out, here or in another window
    };
    found.onclose = () => setTimeout(lookAgain, SETTLES_IN); // by force: the browser is emptying it just now
    return found;
  }

  function lookAgain() {
    within("readonly", (taps) => later(taps.count())).catch(() => {});
  }

  async function openAgain() {
    database.close();
    const found = await open();
    try {
      await inOne(found, "readwrite", (taps) => putBack(taps, known()));
    } catch (error) {
      found.close(); // nobody may take it for what was in it
      throw error;
    }
    if (isOver) found.close();
    database = found;
  }

  function known() {
    return [...held.values()].filter((tap) => !gone.has(tap.op));
  }

  function isGone({ op }) {
    gone.add(op);
    if (!isOver) others?.postMessage(op);
  }

  function end() {
    isOver = true;
    others?.close();
    held.clear();
    database.close();
  }

  // A browser that is emptying the store may close it several times: it is opened again until it holds.
  async function within(mode, work) {
    for (const wait of AGAIN_AFTER) {
      try {
        return await inOne(database, mode, work);
      } catch {
        if (isOver) return null;
        await (opening ??= pause(wait).then(openAgain).catch(() => {}).finally(() => (opening = null)));
      }
    }
    return inOne(database, mode, work);
  }

  const hold = (tap) => (tap ? held.set(tap.seq, tap) && tap : null);
  const write = async (work) => (isOver ? null : within("readwrite", work));
  const store = {
    async add(tap) {
      if (isOver) throw new Error("this store was closed");
      const seq = await within("readwrite", (taps) => addOnce(taps, tap));
      if (seq === null) throw new Error("this store was closed");
      hold({ ...tap, seq });
      return seq;
    },
    async all() {
      if (isOver) return [];
      const found = await within("readonly", (taps) => later(taps.getAll())).catch(() => null);
      if (isOver || !found) return known(); // the store is gone for good; the page still knows
      held.clear();
      found.forEach(hold);
      return found;
    },
    // Those that follow name the tap as they saw it, and do nothing to another one that has come in its place. They say
    // whether it was there; each is one transaction, so that two windows agree.
    async remove(tap) {
      isGone(tap);
      return write((taps) => ifThere(taps, tap, () => true, () => void taps.delete(tap.seq)));
    },
    async removeUntried(tap) {
      const found = await write((taps) => ifThere(taps, tap, (one) => one.tries === 0, () => void taps.delete(tap.seq)));
      if (found) isGone(tap);
      return found;
    },
    async change(tap, values) {
      const put = (taps, one) => taps.put({ ...one, ...values }) && { ...one, ...values };
      const found = await write((taps) => ifThere(taps, tap, () => true, (one) => put(taps, one)));
      if (found && found.op !== tap.op) isGone(tap);
      return hold(found);
    },
    close: end,
  };
  await store.all(); // known from the first moment on
  return store;
}

// Also opens what a newer kbye has made of it: the taps are in the same place.
async function opened(name, version) {
  try {
    return await done(asked(indexedDB.open(name, version)));
  } catch (error) {
    if (error?.name !== "VersionError") throw error;
    return done(asked(indexedDB.open(name)));
  }
}

function asked(opening) {
  opening.onupgradeneeded = () => {
    if (!opening.result.objectStoreNames.contains("taps")) {
      opening.result.createObjectStore("taps", { keyPath: "seq", autoIncrement: true });
    }
  };
  return opening;
}

function done(opening) {
  return new Promise((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

function inOne(database, mode, work) {
  const transaction = database.transaction("taps", mode, { durability: "strict" });
  const found = work(transaction.objectStore("taps"));
  return new Promise((resolve, reject) => {
    setTimeout(reject, PATIENCE, new DOMException("", "TimeoutError")); // a store that is being emptied may never answer
    transaction.oncomplete = () => resolve(found.value);
    transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });
}

// Each in its place, if nothing else is there by now. Another window may have tried to send it: it counts as tried.
function putBack(taps, known) {
  const all = taps.getAll();
  all.onsuccess = () => {
    const ops = new Set(all.result.map((one) => one.op));
    const places = new Set(all.result.map((one) => one.seq));
    const missing = known.filter((tap) => !ops.has(tap.op)).map((tap) => ({ ...tap, tries: Math.max(1, tap.tries) }));
    for (const tap of missing) if (!places.has(tap.seq)) taps.put(tap);
    for (const { seq, ...tap } of missing) if (places.has(seq)) taps.put(tap);
  };
  return {};
}

// The tap's place. It may be there already, from a try that nobody saw the end of.
function addOnce(taps, tap) {
  const found = {};
  const all = taps.getAll();
  all.onsuccess = () => {
    const there = all.result.find((one) => one.op === tap.op);
    if (there) found.value = there.seq;
    else taps.add(tap).onsuccess = ({ target }) => (found.value = target.result);
  };
  return found;
}

function later(request) {
  const found = {};
  request.onsuccess = () => (found.value = request.result);
  return found;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function ifThere(taps, tap, fits, then) {
  const found = { value: null };
  const request = taps.get(tap.seq);
  request.onsuccess = () => {
    if (request.result?.op === tap.op && fits(request.result)) found.value = then(request.result) ?? request.result;
  };
  return found;
}
