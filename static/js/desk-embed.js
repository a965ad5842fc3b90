// <desk-embed take-in>: makes a card of the address of a post or video elsewhere, and tells it with an "embed"
// event. `look(address)` asks without a word whether an address has one; the line asks for an address.
import { ask, say } from "liveblog/send"

class DeskEmbed extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input")
    for (const type of ["click", "keydown", "input", "change"]) this.addEventListener(type, this)
  }

  disconnectedCallback() {
    for (const type of ["click", "keydown", "input", "change"]) this.removeEventListener(type, this)
  }

  open() {
    this.hidden = false
    this.field.value = ""
    this.field.focus()
  }

  /** The number of its card, null if it has none or nobody answers: then it stays the link it is. */
  async look(address) {
    const answer = await this.#ask(address).catch(() => null)
    return answer?.status === 200 ? JSON.parse(answer.text).embed : null
  }

  handleEvent(event) {
    event.stopPropagation() // no part of the form around it
    const deed = event.target.dataset.do
    if (event.type === "click" && deed === "put") this.#put()
    if (event.type === "click" && deed === "leave") this.#leave()
    if (event.type !== "keydown" || !["Enter", "Escape"].includes(event.key) || deed) return
    event.preventDefault()
    if (event.key === "Enter") this.#put()
    else this.#leave()
  }

  async #put() {
    try {
      const { status, text } = await this.#ask(this.field.value.trim())
      if (status !== 200) return say(text)
      this.hidden = true
      this.#tell({ embed: JSON.parse(text).embed })
    } catch (refusal) {
      say(refusal.message)
    }
  }

  #leave() {
    this.hidden = true
    this.#tell({})
  }

  #ask(address) {
    const form = new FormData()
    form.set("address", address)
    return ask(this.dataset.takeIn, form)
  }

  #tell(detail) {
    this.dispatchEvent(new CustomEvent("embed", { bubbles: true, detail }))
  }
}
customElements.define("desk-embed", DeskEmbed)
