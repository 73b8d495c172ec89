// Has this phone keep the sheet of a running time away, with all it needs to be shown, until that is over; and says so
// where a browser cannot.
for (const box of document.querySelectorAll("[data-keep]")) keep(box).catch(() => cannot(box));

async function keep(box) {
  if (!window.isSecureContext || !("serviceWorker" in navigator)) return cannot(box);
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({
    keep: { page: box.dataset.keep, files: box.dataset.keepFiles.split(" ").filter(Boolean), until: box.dataset.keepUntil },
  });
}

function cannot(box) {
  for (const words of box.querySelectorAll("[data-keep-cannot]")) words.hidden = box.hidden = false; // only the sheet says it
}
