// Keeps an open sheet as fresh as everybody else's: asks while somebody looks at it, swaps in what has changed, and
// keeps folds, focus and half-written words. The server gone? It asks less often, says so, and comes back by itself.
const EVERY = 1000;
const AT_MOST_EVERY = 30000;
const PATIENCE = 10000;

const live = document.querySelector("[data-live]");
const served = new Map();
let wait = EVERY;
let timer = 0;
let asking = null;

for (const part of parts(live)) served.set(part.id, plain(part));
document.addEventListener("visibilitychange", lookNow);
addEventListener("online", lookNow);
addEventListener("pageshow", lookNow);
addEventListener("pagehide", () => clearTimeout(timer));
document.addEventListener("kbye:look", lookNow);
later(EVERY);

function lookNow() {
  wait = EVERY;
  later(0);
}

function later(milliseconds) {
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(look, milliseconds);
}

async function look() {
  if (asking) return;
  asking = ask();
  const answered = await asking;
  asking = null;
  wait = answered ? EVERY : Math.min(wait * 2, AT_MOST_EVERY);
  lost(!answered && wait > 2 * EVERY);
  // A little off the beat after a silence, so that not all phones come back in the same instant.
  later(answered ? wait : wait * (0.75 + Math.random() / 2));
}

// True if the server answered, whatever it said.
async function ask() {
  try {
    const answer = await fetch(live.dataset.live, {
      headers: { "If-None-Match": live.dataset.version },
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout?.(PATIENCE),
    });
    if (answer.status === 200) await take(answer);
    else if (isOver(answer)) location.reload();
    const answered = answer.status < 500;
    if (answered) document.dispatchEvent(new Event("kbye:reached"));
    return answered;
  } catch {
    return false;
  }
}

// Back, called off, signed out, or a link that ended: another page says so.
function isOver(answer) {
  return answer.type === "opaqueredirect" || [205, 403, 404].includes(answer.status);
}

async function take(answer) {
  const version = answer.headers.get("ETag");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const newer = page.querySelector("[data-live]");
  if (!newer) return location.reload();
  let all = true;
  for (const part of parts(newer)) all = swap(part) && all;
  live.dataset.token = answer.headers.get("X-Form-Token") ?? live.dataset.token;
  // What could not be shown yet, because somebody is writing there, is asked for again.
  live.dataset.version = all ? version : "";
  document.dispatchEvent(new Event("kbye:fresh"));
}

function swap(newer) {
  const here = document.getElementById(newer.id);
  const next = plain(newer);
  if (!here || served.get(newer.id) === next) return true;
  if (isBeingWritten(here)) return false;
  const open = [...here.querySelectorAll("details")].map((fold) => fold.open);
  const focused = here.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  here.replaceChildren(...newer.childNodes);
  for (const [at, fold] of here.querySelectorAll("details").entries()) fold.open = open[at] ?? fold.open;
  if (focused) find(here, focused)?.focus({ preventScroll: true });
  served.set(newer.id, next);
  return true;
}

function parts(root) {
  return root.querySelectorAll("[data-part]");
}

// Without the form tokens, which differ each time.
function plain(part) {
  return part.innerHTML.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
}

function isBeingWritten(part) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), textarea, select")];
  return fields.some((one) => one === document.activeElement || one.value !== (one.defaultValue ?? one.value));
}

// A line keeps its name when its button changes from "Done" to "Undo".
function nameOf(element) {
  const line = element.closest("[data-line]")?.dataset.line;
  if (line) return `[data-line="${line}"] ${element.matches("a") ? "a" : "button"}`;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.matches("a")) return `a[href="${CSS.escape(element.getAttribute("href"))}"]`;
  if (element.matches("button")) return `form[action="${CSS.escape(element.form?.getAttribute("action") ?? "")}"] button`;
  return element.matches("summary") ? "summary" : null;
}

function find(part, name) {
  return part.querySelector(name);
}

function lost(is) {
  const words = document.querySelector("[data-live-lost]");
  if (words && words.hidden === is) words.hidden = !is;
}
