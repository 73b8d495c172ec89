// At signing out: ticks that are not saved yet are sent, or asked about; then whatever this phone kept goes, also where
// the browser does not do it when told by the server (plain http).
import { once } from "./once.js";
import { Queue } from "./queue.js";
import { sender } from "./tap_sender.js";
import { openStore } from "./tap_store.js";

const PATIENCE = 4000;

once("data-forget", (form) => {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isSure = event.submitter?.hasAttribute("data-forget-anyway");
    (isSure ? Promise.resolve(0) : unsaved(form).catch(() => 0)).then((left) => (left ? ask(form, left) : leave(form)));
  });
});

// How many ticks would be lost, after a last try to send them.
async function unsaved(form) {
  const store = await openStore();
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const queue = new Queue({ store, send: sender({ token: () => token, newToken: async () => null }) });
  await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  const left = (await queue.all()).filter((tap) => tap.state !== "refused");
  store.close();
  return left.length;
}

function ask(form, left) {
  const notice = form.querySelector("[data-forget-asks]");
  notice.querySelector("[data-forget-count]").textContent = left;
  notice.hidden = false;
  for (const other of form.querySelectorAll("button:not([data-forget-anyway])")) other.hidden = true;
  notice.querySelector("a, button").focus();
}

async function leave(form) {
  await Promise.race([forget().catch(() => {}), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  form.submit();
}

async function forget() {
  await new Promise((resolve) => Object.assign(indexedDB.deleteDatabase("kbye-taps"), { onsuccess: resolve, onerror: resolve }));
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
  localStorage.clear();
  sessionStorage.clear();
}
