// Each module is fetched only where a page has use for it; without any of them every page still works.
if (document.querySelector("[data-zone], [data-clock24]")) import("./zone.js");
if (document.querySelector("[data-share]")) import("./share.js");
if (document.querySelector("[data-copy]")) import("./copy.js");
if (document.querySelector("[data-print], [data-print-open]")) import("./print.js");
if (document.querySelector("[data-live]")) import("./live.js");
if (document.querySelector("[data-tap-words]")) import("./taps.js");
if (document.querySelector("[data-keep], [data-keep-emergency]")) import("./keep.js");
for (const form of document.querySelectorAll("[data-forget]")) forgetBefore(form);
if (document.querySelector("[data-find-by]")) import("./find.js");
if (document.querySelector("[data-better]")) import("./better.js");
if (document.querySelector("[data-help]")) import("./help.js");
if (document.querySelector("[data-photo]")) import("./photo.js");
if (document.querySelector("[data-voice]")) import("./voice.js");
if (document.querySelector("[data-push]")) import("./push.js");
else if (hasPush()) import("./push-again.js");

// Said once by the browser that takes notices; some close this drawer altogether.
function hasPush() {
  try {
    return localStorage.getItem("kbye-push") !== null;
  } catch {
    return false;
  }
}

// Nobody is quicker than what has to be forgotten: who signs out before it is loaded waits for it, or goes without.
function forgetBefore(form) {
  const ready = import("./forget.js").catch(() => {}).finally(() => form.removeEventListener("submit", early));
  function early(event) {
    event.preventDefault();
    ready.then(() => form.requestSubmit(event.submitter));
  }
  form.addEventListener("submit", early);
}
