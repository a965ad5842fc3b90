// Django's autocomplete fields (select2) have no name that a screen reader could say: they take their label's.
addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) name(select)
})

function name(select) {
  const label = document.querySelector(`label[for="${select.id}"]`)
  const shown = select.nextElementSibling
  if (!label || !shown?.matches(".select2")) return
  label.id ||= `${select.id}-label`
  const named = shown.querySelectorAll("[role=combobox], [role=textbox], .select2-search__field")
  for (const element of named) element.setAttribute("aria-labelledby", [label.id, element.getAttribute("aria-labelledby")].filter(Boolean).join(" "))
}
