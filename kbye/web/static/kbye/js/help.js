// What would help comes one by one as it is found; each goes where it belongs, the smallest first.
const OFFERED = 5;
const part = document.querySelector("[data-help]");
const list = part.querySelector("ul");
const comes = part.querySelector("[data-help-comes]");
const leaving = new AbortController();

addEventListener("pagehide", () => leaving.abort());
read();

async function read() {
  comes.hidden = false;
  part.querySelector("[data-help-waits]").hidden = true;
  try {
    const answer = await fetch(part.dataset.help, { cache: "no-store", redirect: "error", signal: leaving.signal });
    if (!answer.ok) throw new Error("not now");
    const texts = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let piece = await texts.read(); !piece.done; piece = await texts.read()) {
      const lines = (rest + piece.value).split("\n");
      rest = lines.pop();
      lines.forEach(put);
    }
    part.querySelector("[data-help-nothing]").hidden = list.children.length > 0;
  } catch {
    // No signal, or an old browser: there is the link.
    part.querySelector("[data-help-waits]").hidden = false;
  }
  comes.hidden = true;
}

function put(line) {
  const { place, row } = JSON.parse(line);
  const found = new DOMParser().parseFromString(row, "text/html").querySelector("li");
  list.insertBefore(found, list.children[place] ?? null);
  if (list.children.length > OFFERED) list.lastElementChild.remove();
}
