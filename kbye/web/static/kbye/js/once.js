// Calls `attach` for each element that carries the attribute, once per element however often a module is loaded.
const attached = new WeakMap();

export function once(attribute, attach) {
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    const names = attached.get(element) ?? new Set();
    if (names.has(attribute)) continue;
    attached.set(element, names.add(attribute));
    attach(element);
  }
}

export function textOf(id) {
  const element = document.getElementById(id);
  return (element?.value ?? element?.textContent ?? "").trim();
}

export function submitForm(id) {
  const form = id && document.getElementById(id);
  if (form) form.requestSubmit ? form.requestSubmit() : form.submit();
}
