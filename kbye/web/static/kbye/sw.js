// Shows what kbye pushes, and opens it. And keeps for when there is no signal: the sheet and the handbook of a running
// time away until its links end, and the emergency sheet. Those pages, their pictures and files, nothing else.
const KEPT = "kbye-kept-1";
const FIRST_TAP = "X-First-Tap"; // the page with the one button, instead of what was asked for
const UNTIL = "X-Kept-Until";
const EMERGENCY = "/e/";
const PATIENCE = 5000;
const [A_DAY, TEN_MINUTES] = [24 * 3600e3, 600e3];
const PICTURES_MOST = 30;
const NEUTRAL = { title: "kbye: something for you", body: "", tag: "kbye", path: "/" };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), forgetEnded()])));

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(pageFrom(request));
    event.waitUntil(forgetEnded());
  } else if (request.destination === "image" && !address.pathname.startsWith("/static/")) event.respondWith(pageFrom(request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(fileFrom(request));
});

self.addEventListener("push", (event) => {
  const told = read(event.data);
  event.waitUntil(
    self.registration.showNotification(told.title, {
      body: told.body,
      tag: told.tag,
      data: { path: told.path },
      icon: new URL("static/kbye/icons/kbye-180.png", self.registration.scope).href,
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(ownPath(event.notification.data?.path)));
});

// Something is shown whatever came: browsers take the permission back from those who stay silent.
function read(data) {
  try {
    return { ...NEUTRAL, ...data.json() };
  } catch {
    return NEUTRAL;
  }
}

function ownPath(path) {
  const address = new URL(typeof path === "string" ? path : "/", self.location.origin);
  return address.origin === self.location.origin ? address.href : self.location.origin + "/";
}

async function open(address) {
  const windows = await self.clients.matchAll({ type: "window" });
  for (const one of windows) {
    try {
      await (await one.navigate(address)).focus();
      return;
    } catch {
      continue; // a window this worker does not hold; the next one, or a new one
    }
  }
  await self.clients.openWindow(address);
}

async function keep({ pages, files = [] }) {
  await forgetEnded();
  const wanted = pages.filter(({ until }) => Date.parse(until) > Date.now());
  if (!wanted.length) return;
  const kept = await caches.open(KEPT);
  const missing = [];
  for (const file of files) if (!(await kept.match(file))) missing.push(kept.add(file));
  await Promise.allSettled([...missing, ...wanted.map(({ address, until }) => keepPage(kept, address, until))]);
}

// With its pictures: what is said with one in the handbook is of little use without.
async function keepPage(kept, address, until) {
  const headers = address.startsWith(EMERGENCY) ? { "X-Kept-Here": "yes" } : {};
  const html = await put(kept, address, await fetch(address, { headers, redirect: "manual", cache: "no-store" }), until);
  const found = [...html.matchAll(/<img[^>]* src="(\/[^"]+)"/g)].map(([, source]) => source.replaceAll("&amp;", "&"));
  const pictures = [...new Set(found)].filter((one) => !one.startsWith("/static/")).slice(0, PICTURES_MOST);
  await Promise.allSettled(
    pictures.map(async (one) => (await kept.match(one)) ?? put(kept, one, await fetch(one, { redirect: "manual" }), until)),
  );
}

// What is no longer answered with a page, as it was taken back or is somebody else's now, is not kept either. Resolves to
// the page's text, "" for anything else.
async function put(kept, page, answer, until) {
  if (answer.status >= 500 || answer.headers.has(FIRST_TAP)) return "";
  if (!answer.ok) return (await kept.delete(page)) && "";
  const headers = new Headers(answer.headers);
  headers.set(UNTIL, until);
  const body = await answer.blob();
  await kept.put(page, new Response(body, { status: 200, headers }));
  return body.type.startsWith("text/html") ? body.text() : "";
}

// The network first; the kept page if it is gone, or silent for too long.
async function pageFrom(request) {
  const kept = await keptPage(request);
  if (!kept) return fetch(request);
  const asked = fetch(request);
  asked.catch(() => {}); // by then the kept page is on the screen
  try {
    const answer = await Promise.race([asked, silence()]);
    if (!answer || answer.status >= 500) return kept;
    if (answer.type === "opaqueredirect" || !answer.ok) await (await caches.open(KEPT)).delete(pathOf(request));
    // What answers an emergency address may be a button yet; its sheet is kept anew by the pages that name it.
    else if (!pathOf(request).startsWith(EMERGENCY)) await put(await caches.open(KEPT), pathOf(request), answer.clone(), kept.headers.get(UNTIL));
    return answer;
  } catch {
    return kept;
  }
}

async function keptPage(request) {
  if (!(await caches.has(KEPT))) return null;
  const found = await (await caches.open(KEPT)).match(pathOf(request));
  return found && Date.parse(found.headers.get(UNTIL)) > Date.now() ? withItsAge(found) : null;
}

// An emergency sheet has the line that says it is old in it from the start; whoever serves it uncovers it.
async function withItsAge(page) {
  const behind = Date.now() - Date.parse(page.headers.get("X-Made-At"));
  if (!(behind > A_DAY || behind < -TEN_MINUTES)) return page;
  const text = (await page.text()).replace('<p class="late" hidden>', '<p class="late">');
  return new Response(text, { status: 200, headers: page.headers });
}

async function fileFrom(request) {
  const found = (await caches.has(KEPT)) && (await (await caches.open(KEPT)).match(request));
  return found || fetch(request);
}

async function forgetEnded() {
  if (!(await caches.has(KEPT))) return;
  const kept = await caches.open(KEPT);
  let pages = 0;
  for (const page of await kept.keys()) {
    const until = (await kept.match(page)).headers.get(UNTIL);
    if (!until) continue; // a file; it goes with the last page
    if (Date.parse(until) > Date.now()) pages += 1;
    else await kept.delete(page);
  }
  if (!pages) await caches.delete(KEPT);
}

function pathOf(request) {
  return new URL(request.url).pathname;
}

function silence() {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE));
}
