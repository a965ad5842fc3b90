// Somebody else has the entry open: wait, watch, or take over.
import { ask, parsed } from "liveblog/send"

const EVERY = 2_000

/** Ask in a dialog; true once the entry may be opened, false if it is left. `part`: the server's words. */
export function meet(part) {
  const dialog = document.querySelector("#company")
  const { entry, takeOver, watch } = part.dataset
  const over = new AbortController()
  const { signal } = over
  let timer
  let shown = ""
  const look = async () => {
    const answer = await ask(watch).catch(() => null)
    if (!answer || answer.text === shown) return // the same again would be spoken again
    part.querySelector("[data-part=watched]").replaceChildren(parsed((shown = answer.text)))
  }
  const deeds = {
    wait: () => {
      const place = part.querySelector("[data-part=waiting]")
      place.textContent = place.dataset.words
      document.addEventListener("desk-people", ({ detail }) => {
        if (!detail.some((person) => String(person.entry) === entry)) dialog.close("open")
      }, { signal })
    },
    watch: () => {
      look()
      timer ??= setInterval(look, EVERY)
    },
    "take-over": () => ask(takeOver, new FormData()).then(() => dialog.close("open"), ({ message }) => (part.querySelector("[data-part=waiting]").textContent = message)),
  }
  return new Promise((resolve) => {
    part.addEventListener("click", (event) => deeds[event.target.dataset.do]?.())
    dialog.addEventListener("close", () => {
      clearInterval(timer)
      over.abort()
      resolve(dialog.returnValue === "open")
    }, { signal })
    dialog.replaceChildren(part)
    dialog.returnValue = ""
    dialog.showModal()
  })
}
