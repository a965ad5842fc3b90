// <desk-moment>: says in full, in the page's zone and in one's own, which moment is being typed;
// asks which one where the clock shows it twice. <desk-later>: Enter in there schedules.
import { ask, parsed } from "liveblog/send"

class DeskMoment extends HTMLElement {
  #timer
  #asked = 0

  connectedCallback() {
    this.field = this.querySelector("input")
    for (const type of ["input", "change"]) this.addEventListener(type, this)
    if (this.field.value) this.#say()
  }

  disconnectedCallback() {
    for (const type of ["input", "change"]) this.removeEventListener(type, this)
    clearTimeout(this.#timer)
  }

  handleEvent(event) {
    if (event.target === this.field) this.querySelector(".error").textContent = ""
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#say(), 200)
  }

  async #say() {
    const place = this.querySelector("[data-part=when]")
    const number = ++this.#asked
    if (!this.field.value) return place.replaceChildren()
    const { name, value } = this.field
    const which = this.querySelector(":checked")
    const query = new URLSearchParams({ name, at: value, mine: Intl.DateTimeFormat().resolvedOptions().timeZone })
    if (which) query.set(which.name, which.value)
    const answer = await ask(`${this.dataset.asks}?${query}`).catch(() => null) // it is only a courtesy
    if (!answer || number !== this.#asked) return
    const isFocused = place.contains(document.activeElement)
    place.replaceChildren(parsed(answer.text))
    if (isFocused) this.querySelector(":checked")?.focus()
  }
}
customElements.define("desk-moment", DeskMoment)

class DeskLater extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", this)
  }

  disconnectedCallback() {
    this.removeEventListener("keydown", this)
  }

  handleEvent(event) {
    if (event.key !== "Enter" || !event.target.matches("input") || event.ctrlKey || event.metaKey) return
    event.preventDefault() // or the form's first button would be pressed
    this.querySelector("[formaction]").click()
  }
}
customElements.define("desk-later", DeskLater)
