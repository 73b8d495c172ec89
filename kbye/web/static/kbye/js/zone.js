// Says where this phone is, and whether its people read 18:00 or 6 pm; the server decides what to make of it.
import { once } from "./once.js";

const told = new Intl.DateTimeFormat([], { hour: "numeric" }).resolvedOptions();

once("data-zone", (input) => {
  if (!input.value) input.value = told.timeZone ?? "";
});

once("data-clock24", (input) => {
  if (!input.value) input.value = told.hour12 ? "0" : "1";
});
