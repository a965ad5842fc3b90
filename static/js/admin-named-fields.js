// Django's autocomplete fields (select2) have no name that a screen reader could say: they take their label's.
// A plain script and no module: it may stand before the import map of the editor.
addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`)
    const shown = select.nextElementSibling
    if (!label || !shown?.matches(".select2")) continue
    label.id ||= `${select.id}-label`
    for (const part of shown.querySelectorAll("[role=combobox], [role=textbox], .select2-search__field"))
      part.setAttribute("aria-labelledby", [label.id, part.getAttribute("aria-labelledby")].filter(Boolean).join(" "))
  }
})
