// On a phone that takes notices: should its browser have changed the subscription, the server hears of it.
again().catch(() => {});

async function again() {
  if (!("serviceWorker" in navigator && "Notification" in window) || Notification.permission !== "granted") return;
  const registration = await navigator.serviceWorker.getRegistration("/");
  let subscription = await registration?.pushManager.getSubscription();
  if (!registration || subscription?.endpoint === localStorage.getItem("kbye-push")) return;
  const box = await channels();
  if (!box) return;
  subscription ??= await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: box.dataset.pushKey,
  });
  const { endpoint, keys } = subscription.toJSON();
  const told = new FormData(box.querySelector("form"));
  for (const [name, value] of Object.entries({ endpoint, ...keys })) told.set(name, value);
  const answer = await fetch(box.querySelector("form").action, { method: "POST", body: new URLSearchParams(told) });
  if (answer.ok) localStorage.setItem("kbye-push", endpoint);
}

// The page with the form; nothing when nobody is signed in here any more.
async function channels() {
  const page = await fetch("/channels/", { redirect: "error" });
  const parsed = new DOMParser().parseFromString(await page.text(), "text/html");
  return parsed.querySelector("[data-push]");
}
