// Copies the text of another element and says so; where the clipboard is closed (plain http), selects it for the thumb.
import { once, submitForm, textOf } from "./once.js";

const live = document.createElement("p");
live.className = "visually-hidden";
live.setAttribute("aria-live", "polite");
document.body.append(live);

once("data-copy", (button) => {
  const label = button.innerHTML;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!(await copied(button.dataset.copy))) return;
    const said = button.dataset.copied || "Copied";
    button.textContent = live.textContent = said;
    setTimeout(() => {
      button.innerHTML = label;
      live.textContent = "";
    }, 2500);
    submitForm(button.dataset.then);
  });
});

async function copied(id) {
  try {
    await navigator.clipboard.writeText(textOf(id));
    return true;
  } catch {
    select(document.getElementById(id));
    return document.execCommand("copy");
  }
}

function select(element) {
  if (!element) return;
  if (element.select) return element.select();
  getSelection().selectAllChildren(element);
}
