// Small things for the whole desk: what opens, closes and copies.
import { say } from "liveblog/send"

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opens], [data-closes], [data-copies]")
  if (!button) return
  if (button.dataset.opens) document.getElementById(button.dataset.opens).showModal()
  else if (button.dataset.copies) copy(button)
  else button.closest("dialog").close()
})

// An old form must not be there when its sheet opens again: its new one is on the way.
document.addEventListener(
  "close",
  ({ target }) => {
    const form = target.querySelector("[data-empties]")
    if (form && !form.querySelector("desk-typing")?.isDirty) form.replaceChildren()
  },
  { capture: true }, // it does not bubble
)

// A conflict that shows both texts belongs in the sheet that asked; one in a sentence is said as any refusal.
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const isShown = detail.requestConfig.elt.matches("form") && detail.xhr.status === 409 && detail.xhr.getResponseHeader("Content-Type")?.startsWith("text/html")
  if (isShown) Object.assign(detail, { shouldSwap: true, isError: false })
})

// What is being typed in a part that renews itself stays, until it is sent and taken.
document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const form = detail.target?.querySelector("form[data-typed]")
  if (form && !form.classList.contains("htmx-request")) detail.shouldSwap = false
})

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copies)
    say(button.dataset.copied)
  } catch {
    say(button.dataset.copies) // no clipboard without HTTPS: here it can be marked and copied
  }
}
