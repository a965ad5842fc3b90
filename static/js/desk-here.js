// <desk-here>: tells the desk where this tab is and who types, and shows where the others are: as
// initials in the bar, as a line at the entry that they have open.
import { newTab } from "liveblog/kept"
import { trouble } from "liveblog/mistakes"
import { ask } from "liveblog/send"

const EVERY = 1_500
const HIDDEN = 10_000
const TYPING = 4_000 // ms after a keystroke for which one is still typing

class DeskHere extends HTMLElement {
  #tab = newTab()
  #typedAt = 0
  #said = ""
  #timer
  #people = []
  #taken = ""

  connectedCallback() {
    for (const type of ["input", "desk-opened"]) document.addEventListener(type, this)
    document.body.addEventListener("htmx:afterSettle", this)
    window.addEventListener("pagehide", this)
    this.#tell()
  }

  disconnectedCallback() {
    for (const type of ["input", "desk-opened"]) document.removeEventListener(type, this)
    document.body.removeEventListener("htmx:afterSettle", this)
    window.removeEventListener("pagehide", this)
    clearTimeout(this.#timer)
  }

  handleEvent({ type, target }) {
    if (type === "htmx:afterSettle") return this.#show()
    if (type === "pagehide") return this.#leave()
    if (type === "input" && target.closest?.("desk-composer")) this.#typedAt = Date.now()
    if (this.#says().toString() !== this.#said) this.#tell()
  }

  #says() {
    const says = new URLSearchParams({ tab: this.#tab, entry: document.querySelector("desk-composer")?.dataset.entry ?? "" })
    if (Date.now() - this.#typedAt < TYPING) says.set("is_typing", "on")
    return says
  }

  async #tell() {
    clearTimeout(this.#timer)
    const says = this.#says()
    this.#said = says.toString()
    try {
      const { people, taken_over_by: taken } = JSON.parse((await ask(this.dataset.address, says)).text)
      if (this.#said === says.toString()) this.#hear(people, taken)
    } catch {
      // the desk says elsewhere that it hears nothing
    }
    clearTimeout(this.#timer)
    if (this.isConnected) this.#timer = setTimeout(() => this.#tell(), document.hidden ? HIDDEN : EVERY)
  }

  #hear(people, taken) {
    const isNew = JSON.stringify(people) !== JSON.stringify(this.#people)
    this.#people = people
    if (isNew) this.#show()
    document.dispatchEvent(new CustomEvent("desk-people", { detail: people }))
    if (taken && taken !== this.#taken) this.#giveUp(taken)
    this.#taken = taken
  }

  /** Somebody took it over: every word is kept, and saving it would show both texts. */
  #giveUp(name) {
    const composer = document.querySelector("desk-composer")
    composer.autosave.save()
    trouble(composer.form, this.dataset.taken.replace("@", name))
  }

  #leave() {
    const says = this.#says()
    says.set("is_leaving", "on")
    ask(this.dataset.address, says, { keepalive: true }).catch(() => {})
  }

  #show() {
    const byName = Map.groupBy(this.#people, (person) => person.name)
    const initials = [...byName.values()].map((ones) => this.#initials(ones.find((one) => one.is_typing) ?? ones[0]))
    document.querySelector("#bar [data-part=people]")?.replaceChildren(...initials)
    for (const old of document.querySelectorAll("[data-someone]")) old.remove()
    for (const person of this.#people) if (person.entry) this.#mark(person)
  }

  #initials({ name, role, initials, is_typing: isTyping }) {
    const says = (isTyping ? this.dataset.typing : "@").replace("@", name)
    const title = [says, role].filter(Boolean).join(" · ")
    const shown = Object.assign(document.createElement("span"), { className: "person", textContent: initials, title, role: "img", ariaLabel: title })
    shown.classList.toggle("is-typing", isTyping)
    return shown
  }

  #mark({ name, entry }) {
    const place = document.querySelector(`#edit-${entry}`)?.closest("article, li")?.querySelector(".tools")
    const line = Object.assign(document.createElement("p"), { className: "someone", textContent: this.dataset.editing.replace("@", name) })
    line.dataset.someone = ""
    place?.before(line)
  }
}
customElements.define("desk-here", DeskHere)
