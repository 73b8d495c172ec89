// Opens the phone's own share sheet with the text of another element; afterwards sends the form named in data-then.
import { once, submitForm, textOf } from "./once.js";

once("data-share", (button) => {
  if (!navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ text: textOf(button.dataset.share) });
    } catch {
      return; // closed without sending: nothing was told, so nothing is noted
    }
    submitForm(button.dataset.then);
  });
});
