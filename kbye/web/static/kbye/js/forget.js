// At signing out: what this phone kept goes, also where the browser does not do it when told by the server (plain http).
import { once } from "./once.js";

once("data-forget", (form) => {
  form.addEventListener("submit", () => {
    indexedDB.deleteDatabase("kbye-taps");
    globalThis.caches?.delete("kbye-kept-1");
  });
});
