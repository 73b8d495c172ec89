// The taps on this phone, in the order of the thumb. A browser may close this store under an open page, or empty it:
// another version of kbye was opened, room was needed. Then it is opened again, and what the page still holds is written
// down once more. Only whoever signs out, or closes the page, ends it.
const VERSION = 1;
const SETTLES_IN = 300;
const PATIENCE = 5000;

export async function openStore(name = "kbye-taps", version = VERSION) {
  const held = new Map();
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
    database = await open();
    await inOne(database, "readwrite", (taps) => putBack(taps, held));
  }

  function end() {
    isOver = true;
    held.clear();
    database.close();
  }

  async function within(mode, work) {
    try {
      return await inOne(database, mode, work);
    } catch {
      if (isOver) return null;
      await (opening ??= openAgain().finally(() => (opening = null)));
      return inOne(database, mode, work);
    }
  }

  const hold = (tap) => (tap ? held.set(tap.seq, tap) && tap : null);
  const write = async (work) => (isOver ? null : within("readwrite", work));
  const store = {
    async add(tap) {
      if (isOver) throw new Error("this store was closed");
      const seq = await within("readwrite", (taps) => later(taps.add(tap)));
      if (seq === null) throw new Error("this store was closed");
      hold({ ...tap, seq });
      return seq;
    },
    async all() {
      if (isOver) return [];
      const found = await within("readonly", (taps) => later(taps.getAll())).catch(() => null);
      if (isOver || !found) return [...held.values()]; // the store is gone for good; the page still knows
      held.clear();
      found.forEach(hold);
      return found;
    },
    // Those that follow name the tap as they saw it, and do nothing to another one that has come in its place. They say
    // whether it was there; each is one transaction, so that two windows agree.
    async remove(tap) {
      held.delete(tap.seq);
      return write((taps) => ifThere(taps, tap, () => true, () => void taps.delete(tap.seq)));
    },
    async removeUntried(tap) {
      const gone = await write((taps) => ifThere(taps, tap, (one) => one.tries === 0, () => void taps.delete(tap.seq)));
      if (gone) held.delete(tap.seq);
      return gone;
    },
    async change(tap, values) {
      const put = (taps, one) => taps.put({ ...one, ...values }) && { ...one, ...values };
      return hold(await write((taps) => ifThere(taps, tap, () => true, (one) => put(taps, one))));
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
    setTimeout(reject, PATIENCE); // a store that is being emptied may never answer
    transaction.oncomplete = () => resolve(found.value);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });
}

function putBack(taps, held) {
  for (const { seq, ...tap } of held.values()) {
    const there = taps.get(seq);
    there.onsuccess = () => {
      if (!there.result) taps.put({ ...tap, seq });
      else if (there.result.op !== tap.op) taps.add(tap);
    };
  }
  return {};
}

function later(request) {
  const found = {};
  request.onsuccess = () => (found.value = request.result);
  return found;
}

function ifThere(taps, tap, fits, then) {
  const found = { value: null };
  const request = taps.get(tap.seq);
  request.onsuccess = () => {
    if (request.result?.op === tap.op && fits(request.result)) found.value = then(request.result) ?? request.result;
  };
  return found;
}
