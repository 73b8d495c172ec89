// Shows what kbye pushes, and opens it. Nothing is kept, no page goes through here.
const NEUTRAL = { title: "kbye: something for you", body: "", tag: "kbye", path: "/" };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

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
