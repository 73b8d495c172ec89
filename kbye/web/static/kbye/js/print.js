// Prints, and unfolds on paper what is marked for it: a closed fold would print as its headline alone.
import { once } from "./once.js";

once("data-print", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

once("data-print-open", (fold) => {
  let wasOpen = fold.open;
  addEventListener("beforeprint", () => {
    wasOpen = fold.open;
    fold.open = true;
  });
  addEventListener("afterprint", () => (fold.open = wasOpen));
});
