// Ticks on the sheet go through the queue: written down on this phone first, then sent, and until that is done the line
// says so. Where a browser has no room for a queue the forms work as they are.
import { Queue, openStore } from "./queue.js";

const AGAIN_AFTER = 15000;
const PATIENCE = 10000;
const SHOWN_BY = 3000;
const live = document.querySelector("[data-live]");
const words = document.querySelector("[data-tap-words]").dataset;
const until = Date.parse(words.until);

try {
  const queue = new Queue({ store: await openStore(), send });
  start(queue);
} catch {
  // Private windows and full phones: each tap is sent at once, as a form.
}

function start(queue) {
  const show = () => queue.all().then((taps) => render(queue, taps));
  queue.changed = (kind) => {
    if (kind) document.dispatchEvent(new Event("kbye:look"));
    // What is saved keeps its mark until the sheet itself shows it, so that nothing jumps back in between.
    if (kind === "saved") setTimeout(show, SHOWN_BY);
    else show();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-tap]");
    if (!form || !live.contains(form)) return;
    event.preventDefault();
    take(queue, form).then(() => queue.flush(), () => form.submit());
  });
  for (const name of ["online", "pageshow", "visibilitychange", "kbye:reached"]) {
    (name.startsWith("kbye") || name === "visibilitychange" ? document : window).addEventListener(name, () => queue.flush());
  }
  document.addEventListener("kbye:fresh", show);
  setInterval(() => queue.all().then((taps) => taps.some((one) => one.state === "waiting") && queue.flush()), AGAIN_AFTER);
  queue.forgetEnded().then(show).then(() => queue.flush());
}

function take(queue, form) {
  const line = form.closest("[data-line]");
  const tap = {
    deed: form.dataset.tap,
    url: form.getAttribute("action"),
    line: line.dataset.line,
    text: line.querySelector(".must-text").textContent.trim(),
    until,
  };
  return tap.deed === "untick" ? queue.takeBack(tap) : queue.add(tap);
}

async function send(tap, token = live.dataset.token) {
  const body = { csrfmiddlewaretoken: token, op: tap.op, at: tap.at, ago: Math.max(0, Date.now() - tap.at) / 1000 };
  if (tap.again) body.again = "yes";
  const answer = await fetch(tap.url, {
    method: "POST",
    body: new URLSearchParams(body),
    redirect: "manual",
    signal: AbortSignal.timeout?.(PATIENCE),
  });
  if (answer.type === "opaqueredirect" || answer.status === 429 || answer.status >= 500) return { kind: "later" };
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said.saved ? { kind: "saved" } : { kind: "asks", ...said };
  if (answer.status === 403) {
    const newer = await freshToken();
    return newer && newer !== token ? send(tap, newer) : { kind: "refused", words: "" };
  }
  return { kind: "refused", words: said.words ?? "" };
}

// A page that was kept for hours may carry a token from before somebody signed in.
async function freshToken() {
  const answer = await fetch(live.dataset.live, { cache: "no-store", redirect: "manual" });
  const token = answer.headers.get("X-Form-Token");
  if (token && token.slice(0, 32) === live.dataset.token.slice(0, 32)) return null;
  if (token) live.dataset.token = token;
  return token;
}

function render(queue, taps) {
  const focused = document.activeElement?.closest("[data-line]")?.dataset.line;
  for (const old of document.querySelectorAll("[data-tap-said]")) old.remove();
  for (const form of live.querySelectorAll("form[data-tap][hidden]")) form.hidden = false;
  const strays = [];
  for (const tap of taps) {
    const line = live.querySelector(`[data-line="${tap.line}"]`);
    (line ?? { append: (part) => strays.push(tap.text, part) }).append(said(queue, tap));
    // One tap at a time: what waits, or asks, is answered first.
    for (const form of line?.querySelectorAll("form[data-tap]") ?? []) form.hidden = tap.state !== "refused";
  }
  const notice = document.querySelector("[data-taps-waiting]");
  const waiting = taps.filter((one) => one.state === "waiting" && one.tries > 0);
  notice.hidden = !waiting.length && !strays.length;
  notice.querySelector("p").textContent = waiting.some((one) => queue.looksOld(one)) ? words.old : words.waiting;
  for (const part of strays) {
    const holder = document.createElement("div");
    holder.dataset.tapSaid = "";
    holder.append(part);
    notice.append(holder);
  }
  const now = document.activeElement;
  if (focused && (now === document.body || now.closest("[hidden]"))) refocus(focused);
}

// Whoever uses keys stays where they were, although the button is another one now.
function refocus(line) {
  live.querySelector(`[data-line="${line}"] :is([data-tap-said], form:not([hidden])) button`)?.focus({ preventScroll: true });
}

function said(queue, tap) {
  const box = document.createElement("div");
  box.dataset.tapSaid = tap.state;
  box.className = "must-said";
  const line = box.appendChild(document.createElement("p"));
  line.textContent = { waiting: words.notYet, asks: tap.words, refused: `${words.cannot} ${tap.words ?? ""}` }[tap.state];
  if (tap.state === "waiting" && tap.deed === "tick") box.append(button(words.back, () => takeBack(queue, tap)));
  if (tap.state === "asks") box.append(button(tap.no, () => queue.drop(tap)), button(tap.yes, () => sayAgain(queue, tap)));
  if (tap.state === "refused") box.append(button(words.fine, () => queue.drop(tap)));
  return box;
}

function takeBack(queue, { line, url, text }) {
  return queue.takeBack({ line, text, until, url: url.replace("/tick/", "/untick/") }).then(() => queue.flush());
}

function sayAgain(queue, tap) {
  return queue.sayAgain(tap).then(() => queue.flush());
}

function button(label, tapped) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-quiet";
  made.textContent = label;
  made.addEventListener("click", tapped);
  return made;
}
