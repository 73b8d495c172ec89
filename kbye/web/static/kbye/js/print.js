// Prints, and unfolds on paper what is marked for it: a closed fold would print as its headline alone.
import { once } from "./once.js";

once("data-print", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Looked for when it is printed: a sheet that is kept fresh has other folds by then.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("[data-print-open]:not([open])")];
  for (const fold of unfolded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of unfolded) fold.open = false;
});
