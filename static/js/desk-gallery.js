// <desk-gallery>: the pictures that are here already, newest first, found by words; tells which one is
// chosen with a "chosen-picture" event. What <desk-videos> finds, it finds in the same way.
import { ask } from "liveblog/send"

export class DeskGallery extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input[type=search]")
    this.found = this.querySelector("[data-part=found]")
    for (const type of ["click", "input", "change", "keydown"]) this.addEventListener(type, this)
  }

  disconnectedCallback() {
    for (const type of ["click", "input", "change", "keydown"]) this.removeEventListener(type, this)
  }

  toggle(button) {
    this.button = button
    this.hidden = !this.hidden
    button.setAttribute("aria-expanded", !this.hidden)
    if (this.hidden) return button.focus()
    this.field.value = ""
    this.found.replaceChildren() // what was found last is no answer to choose from
    this.field.focus()
    this.#search()
  }

  handleEvent(event) {
    if (event.type !== "click") event.stopPropagation() // no part of the form around it
    const { key, type } = event
    const one = type === "click" && event.target.closest("[data-part=found] li button")
    if (one) this.choose(one.dataset)
    else if (type === "input" && event.target === this.field) this.#soon()
    else if (type === "keydown" && key === "Escape") this.toggle(this.button)
    if (type === "keydown" && (key === "Escape" || (key === "Enter" && event.target === this.field))) event.preventDefault()
  }

  #soon() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.#search(), 250)
  }

  async #search() {
    const words = this.field.value
    try {
      const { text } = await ask(`${this.dataset.address}?words=${encodeURIComponent(words)}`)
      if (words === this.field.value) this.found.innerHTML = text
    } catch (refusal) {
      this.found.textContent = refusal.message
    }
  }

  choose({ image, caption, thumbnail }) {
    this.toggle(this.button)
    this.dispatchEvent(new CustomEvent("chosen-picture", { bubbles: true, detail: { image: Number(image), caption, thumbnail } }))
  }
}
customElements.define("desk-gallery", DeskGallery)
