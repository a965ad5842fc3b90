// Whoever works by keyboard keeps their place: when what had the focus is gone after a swap, the focus
// goes to what is nearest to it. Never to a button: a key pressed twice would do something else there.
let held = document.body // what had the focus before the swap, or before its dialog opened
let places = []

for (const type of ["htmx:configRequest", "htmx:beforeSwap"]) document.body.addEventListener(type, () => hold(document.activeElement))
document.addEventListener("focusin", ({ target, relatedTarget: opener }) => target.closest("dialog") && opener && hold(opener))
document.body.addEventListener("htmx:afterSettle", keep)
document.addEventListener("close", keep, { capture: true }) // it does not bubble

function hold(element) {
  if (element === document.body || element.closest("dialog")) return
  held = element
  places = placesNear(element)
}

function keep({ target }) {
  const { activeElement } = document
  const sheet = document.querySelector("dialog[open]")
  if (sheet && !sheet.contains(target)) return // behind it
  const isLost = [document.body, sheet].includes(activeElement) || !activeElement.checkVisibility()
  if (!isLost || (!sheet && held.isConnected)) return
  const place = sheet ? (firstWrong(sheet) ?? sheet.querySelector("h2")) : places.map((one) => document.querySelector(one)).find(Boolean)
  if (!place) return
  if (place.matches("h2, h3")) place.tabIndex = -1
  place.focus({ preventScroll: true })
}

/** Selectors: itself as it is now, its row, the rows beside it, the heading of its part, that of the composer. */
function placesNear(element) {
  const row = element.closest("article[id]")
  const rows = [row, row?.nextElementSibling, row?.previousElementSibling].filter((one) => one?.id).map(({ id }) => `#${id} h3`)
  const part = element.closest("[aria-labelledby]")?.getAttribute("aria-labelledby")
  const ids = [part, "composer-heading"].filter(Boolean).map((id) => `#${id}`)
  return [...(element.id ? [`#${element.id}`] : []), ...rows, ...ids]
}

function firstWrong(sheet) {
  const error = [...sheet.querySelectorAll(".error[id]")].find(({ textContent }) => textContent.trim())
  return error && sheet.querySelector(`[aria-describedby~="${error.id}"]`)
}
