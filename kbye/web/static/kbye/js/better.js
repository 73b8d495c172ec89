// Takes in a better plan once there is one. It asks only while somebody looks at the page; nobody does, and the
// search ends by itself.
const EVERY = 1000;
let timer = 0;

document.addEventListener("visibilitychange", later);
later();

function later() {
  clearTimeout(timer);
  const part = document.querySelector("[data-better]");
  if (part && document.visibilityState === "visible") timer = setTimeout(() => look(part), EVERY);
}

async function look(part) {
  try {
    const answer = await fetch(part.dataset.better, { cache: "no-store", redirect: "manual" });
    if (answer.status === 200) take(part, await answer.text());
    else if (answer.status !== 204) return;
  } catch {
    // No signal: asked again.
  }
  later();
}

function take(part, text) {
  const newer = new DOMParser().parseFromString(text, "text/html").getElementById("planned");
  if (newer) part.replaceWith(newer);
  else delete part.dataset.better;
}
