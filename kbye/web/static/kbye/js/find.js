// Shows only what is looked for, as one types. The same rules as planning/finding.py: case, accents and umlauts do not
// matter, nor does one wrong letter in a word of four or more. Everything is on the page, so it needs no signal.
import { once } from "./once.js";

const ABROAD = [["ae", "a"], ["oe", "o"], ["ue", "u"], ["ø", "o"], ["ł", "l"], ["đ", "d"], ["ı", "i"]];

export function folded(text) {
  const small = text.toLowerCase().replaceAll("ß", "ss").replaceAll("æ", "ae").replaceAll("œ", "oe");
  const plain = small.normalize("NFKD").replace(/\p{M}/gu, "");
  return ABROAD.reduce((so_far, [written, meant]) => so_far.replaceAll(written, meant), plain);
}

export const wordsOf = (text) => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];

export function isNear(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (short.length < long.length) return short.slice(start) === long.slice(start + 1);
  const swapped = short[start + 1] + short[start] === long.slice(start, start + 2);
  return short.slice(start + 1) === long.slice(start + 1) || (swapped && short.slice(start + 2) === long.slice(start + 2));
}

export function means(wanted, word) {
  if (word.startsWith(wanted) || (wanted.length >= 3 && word.includes(wanted))) return true;
  if (wanted.length < 4 || word.length < 4) return false;
  return [-1, 0, 1].some((more) => isNear(wanted, word.slice(0, wanted.length + more)));
}

export function isFound(query, text, fill = []) {
  const asked = wordsOf(query);
  const wanted = asked.filter((word) => !fill.includes(word));
  const words = wordsOf(text);
  return (wanted.length ? wanted : asked).every((one) => words.some((word) => means(one, word)));
}

once("data-find-by", (input) => {
  const fill = wordsOf(input.dataset.findBy);
  const nothing = document.querySelector("[data-find-nothing]");
  const folds = [...document.querySelectorAll("[data-find-in]")].map((fold) => {
    const count = fold.querySelector("summary .count");
    return { fold, count, wasOpen: fold.open, held: count?.textContent };
  });
  const narrow = () => {
    const query = input.value.trim();
    let any = false;
    for (const { fold, count, wasOpen, held } of folds) {
      let here = 0;
      for (const row of fold.querySelectorAll("[data-find]")) {
        row.hidden = query !== "" && !isFound(query, row.dataset.find, fill);
        here += row.hidden ? 0 : 1;
      }
      fold.hidden = query !== "" && here === 0;
      fold.open = query === "" ? wasOpen : here > 0;
      if (count) count.textContent = query === "" ? held : here;
      any ||= here > 0;
    }
    for (const other of document.querySelectorAll("[data-find-away]")) other.hidden = query !== "";
    if (nothing) nothing.hidden = query === "" || any;
  };
  input.addEventListener("input", narrow);
  // A page that this phone kept knows nothing of what was looked for in its address.
  const asked = new URLSearchParams(location.search).get(input.name);
  if (asked && !input.value) {
    input.value = asked;
    narrow();
  }
});
