// Names for what Django's own forms leave without: its autocomplete fields (select2) take their label's.
// A plain script and no module: it may stand before the import map of the editor.
const NAMED = "[role=combobox], [role=textbox], .select2-search__field"

function nameFields() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`)
    const shown = select.nextElementSibling
    if (!label || !shown?.matches(".select2")) continue
    label.id ||= `${select.id}-label`
    for (const part of shown.querySelectorAll(NAMED))
      part.setAttribute("aria-labelledby", [label.id, part.getAttribute("aria-labelledby")].filter(Boolean).join(" "))
    // What was chosen stands in a list with a button of no item: it is read as plain text.
    shown.querySelector("ul.select2-selection__rendered")?.setAttribute("role", "none")
  }
}

/** “Today (24 November)” is English in every language of Django's: where a link says “Heute”, that is its name. */
function nameDays() {
  for (const link of document.querySelectorAll(":is(.datetimeshortcuts, .calendar-shortcuts) a[aria-label]"))
    if (!link.ariaLabel.includes(link.textContent)) link.removeAttribute("aria-label")
}

// jQuery calls whoever waits for the document one after the other, some time after it is there: on a page that
// loads fast, after `load`. Who asks at `load` comes after select2, which asked before.
addEventListener("load", () =>
  globalThis.django?.jQuery?.(() => {
    nameFields()
    nameDays()
  })
)
