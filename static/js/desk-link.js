// <desk-link>: asks for a link's address and tells it with a "desk-link" event: `href` is the
// address, "" for no link, null when nothing is to change; `typed` as it was written.
class DeskLink extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input")
    for (const type of ["click", "keydown", "input"]) this.addEventListener(type, this)
  }

  disconnectedCallback() {
    for (const type of ["click", "keydown", "input"]) this.removeEventListener(type, this)
  }

  ask(href = "") {
    this.hidden = false
    this.field.value = href
    this.field.focus()
  }

  handleEvent(event) {
    event.stopPropagation() // no part of the form around it
    const deed = event.target.dataset.do
    if (event.type === "click" && deed) this.#tell(deed === "link" ? this.field.value.trim() : "")
    if (event.type !== "keydown" || !["Enter", "Escape"].includes(event.key) || deed) return
    event.preventDefault()
    this.#tell(event.key === "Enter" ? this.field.value.trim() : null)
  }

  #tell(typed) {
    const href = typed && !/^[a-z]+:/i.test(typed) ? `https://${typed}` : typed
    this.hidden = true
    this.dispatchEvent(new CustomEvent("desk-link", { bubbles: true, detail: { href, typed } }))
  }
}
customElements.define("desk-link", DeskLink)
