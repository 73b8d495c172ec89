// Ticks on the sheet go through the queue: written down on this phone first, then sent, and until that is done the line
// says so. Where a browser has no room for a queue the forms work as they are.
import { Queue } from "./queue.js";
import { sender } from "./tap_sender.js";
import { openStore } from "./tap_store.js";

const AGAIN_AFTER = 15000;
const SHOWN_BY = 3000;
const live = document.querySelector("[data-live]");
const words = document.querySelector("[data-tap-words]").dataset;
const until = Date.parse(words.until);

const send = sender({ token: () => live.dataset.token, newToken: freshToken, me: words.me, notMine: words.notMine });

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
  setInterval(() => queue.all().then((taps) => again(queue, taps)), AGAIN_AFTER);
  queue.forgetEnded().then(show).then(() => queue.flush());
}

function again(queue, taps) {
  if (taps.some((one) => one.state === "waiting")) queue.flush();
  if (live.querySelector("form[data-from][hidden]")) render(queue, taps);
}

function take(queue, form) {
  const line = form.closest("[data-line]");
  const tap = {
    deed: form.dataset.tap,
    url: form.getAttribute("action"),
    line: line.dataset.line,
    text: line.querySelector(".must-text").textContent.trim(),
    until,
    me: words.me,
  };
  return tap.deed === "untick" ? queue.takeBack(tap) : queue.add(tap);
}

// A page that was kept for hours may carry a token from before somebody signed in.
async function freshToken() {
  const answer = await fetch(live.dataset.live, { cache: "no-store", redirect: "manual" });
  if (answer.type === "opaqueredirect") throw new Error("nobody is signed in");
  const token = answer.headers.get("X-Form-Token");
  if (token && token.slice(0, 32) === live.dataset.token.slice(0, 32)) return null;
  if (token) live.dataset.token = token;
  return token;
}

function render(queue, taps) {
  const focused = document.activeElement?.closest("[data-line]")?.dataset.line;
  for (const old of document.querySelectorAll("[data-tap-said]")) old.remove();
  for (const form of live.querySelectorAll("form[data-tap]")) form.hidden = isTooEarly(form);
  const strays = [];
  for (const tap of taps) {
    const line = live.querySelector(`[data-line="${tap.line}"]`);
    (line ?? { append: (part) => strays.push(tap.text, part) }).append(said(queue, tap));
    // One tap at a time: what waits, or asks, is answered first.
    for (const form of line?.querySelectorAll("form[data-tap]") ?? []) form.hidden = tap.state !== "refused" || isTooEarly(form);
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

// A sheet may be kept before it begins; its buttons come when it does, also without a signal.
function isTooEarly(form) {
  return Date.parse(form.dataset.from) > Date.now();
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
  return queue.takeBack({ line, text, until, me: words.me, url: url.replace("/tick/", "/untick/") }).then(() => queue.flush());
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
