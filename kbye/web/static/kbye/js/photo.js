// Shows the chosen photo before it is sent; it leaves the phone only with the form.
import { once } from "./once.js";

once("data-photo", (input) => {
  const preview = document.getElementById(input.dataset.photo);
  if (!preview) return;
  input.addEventListener("change", () => {
    const file = input.files[0];
    if (preview.src) URL.revokeObjectURL(preview.src);
    preview.hidden = !file;
    if (file) preview.src = URL.createObjectURL(file);
    else preview.removeAttribute("src");
  });
});
