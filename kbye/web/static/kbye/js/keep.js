// Has this phone keep the pages of a running time away, with all they need to be shown, until that is over, and the
// emergency sheet of whoever has one; and says so where a browser cannot.
const A_YEAR = 365 * 24 * 3600 * 1000;
const boxes = [...document.querySelectorAll("[data-keep], [data-keep-emergency]")];

keep().catch(cannot);

async function keep() {
  if (!window.isSecureContext || !("serviceWorker" in navigator)) return cannot();
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: { pages: boxes.flatMap(pagesOf), files: boxes.flatMap((box) => listed(box.dataset.keepFiles)) } });
}

function pagesOf({ dataset }) {
  const until = dataset.keepUntil ?? new Date(Date.now() + A_YEAR).toISOString();
  return [...listed(dataset.keep), ...listed(dataset.keepEmergency)].map((address) => ({ address, until }));
}

function listed(words = "") {
  return words.split(" ").filter(Boolean);
}

function cannot() {
  for (const box of boxes) {
    for (const words of box.querySelectorAll("[data-keep-cannot]")) words.hidden = box.hidden = false; // only the sheet says it
  }
}
