// <desk-preview>: what is typed as readers would see it, in a shadow of its own: their styles and the
// desk's never meet.
import { ask } from "liveblog/send"

class DeskPreview extends HTMLElement {
  connectedCallback() {
    this.dialog = this.closest("dialog")
    this.refusal = this.dialog.querySelector("[data-part=refusal]")
    if (!this.shadowRoot) {
      this.attachShadow({ mode: "open" }).append(this.querySelector("template").content.cloneNode(true), document.createElement("div"))
      this.shadowRoot.addEventListener("click", this)
    }
    document.addEventListener("click", this)
  }

  disconnectedCallback() {
    document.removeEventListener("click", this)
  }

  handleEvent(event) {
    if (event.currentTarget === this.shadowRoot) this.#stay(event)
    else if (event.target.closest?.("[data-preview]")) this.#show(event.target.closest("form"))
  }

  /** A link of the text opens beside the desk; the entry's own leads nowhere yet. */
  #stay(event) {
    const link = event.target.closest("a")
    if (!link) return
    event.preventDefault()
    if (!link.closest(".entry-foot")) window.open(link.href, "_blank", "noopener")
  }

  async #show(form) {
    const place = this.shadowRoot.querySelector("div")
    place.replaceChildren()
    this.#refuse("")
    this.dialog.showModal()
    try {
      const number = form.closest("desk-composer").dataset.entry
      place.innerHTML = (await ask(`${this.dataset.address}?entry=${number}`, new FormData(form))).text
    } catch (refusal) {
      this.#refuse(refusal.message)
    }
  }

  #refuse(sentence) {
    this.refusal.textContent = sentence
    this.refusal.hidden = !sentence
  }
}
customElements.define("desk-preview", DeskPreview)
