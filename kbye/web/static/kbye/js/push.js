// "On this phone": asks for permission when tapped, never before; hands the subscription to the server, and again
// whenever it has changed. Says why where a browser cannot.
import { once } from "./once.js";

once("data-push", (box) => {
  const say = (name) => {
    for (const part of box.querySelectorAll("[data-push-when]")) part.hidden = part.dataset.pushWhen !== name;
  };
  show(box, say);
  box.querySelector("[data-push-on]").addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await turnOn(box, say);
    } catch {
      say("failed");
    }
  });
});

async function show(box, say) {
  if (!window.isSecureContext) return say("not-secure");
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return say("cannot");
  if (Notification.permission === "denied") return say("denied");
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return say("off");
  if (await isKnown(box, subscription)) return say("on");
  say("off");
}

async function turnOn(box, say) {
  if ((await Notification.requestPermission()) !== "granted") return say("denied");
  say("working");
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const registration = await navigator.serviceWorker.ready;
  const old = await registration.pushManager.getSubscription();
  if (old && !isWithOurKey(box, old)) await old.unsubscribe();
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(box.dataset.pushKey),
  });
  send(box, subscription);
}

function send(box, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const form = box.querySelector("form");
  form.elements.endpoint.value = endpoint;
  form.elements.p256dh.value = keys.p256dh;
  form.elements.auth.value = keys.auth;
  localStorage.setItem("kbye-push", endpoint);
  form.submit();
}

async function isKnown(box, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const text = new TextEncoder().encode(`${endpoint} ${keys.p256dh} ${keys.auth}`);
  const hash = await crypto.subtle.digest("SHA-256", text);
  const name = [...new Uint8Array(hash)].map((one) => one.toString(16).padStart(2, "0")).join("");
  return box.dataset.pushKnown.split(" ").includes(name);
}

function isWithOurKey(box, subscription) {
  const theirs = new Uint8Array(subscription.options.applicationServerKey ?? []);
  const ours = bytes(box.dataset.pushKey);
  return theirs.length === ours.length && theirs.every((one, at) => one === ours[at]);
}

function bytes(base64url) {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
