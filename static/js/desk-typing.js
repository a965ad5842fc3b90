// <desk-typing>: stands in a form, keeps a copy of what is typed there in this browser, and offers
// it again when it was never sent. `data-start` names the person and page, `data-address` the
// desk's view that shows this form ("" for a new update).
import { copies, fieldsOf, fill, hold, keep, letGo } from "liveblog/kept"

class DeskTyping extends HTMLElement {
  #baseline = ""
  #offered = null
  #isDone = false
  #release = () => {}

  connectedCallback() {
    this.form = this.closest("form")
    for (const type of ["input", "change"]) this.form.addEventListener(type, this)
    this.addEventListener("click", this)
    this.#baseline = this.state
    this.#offer().then(() => this.isConnected && this.#hold())
  }

  disconnectedCallback() {
    for (const type of ["input", "change"]) this.form.removeEventListener(type, this)
    this.removeEventListener("click", this)
    this.#release()
  }

  get name() {
    return `${this.dataset.start}${this.form.elements.key?.value ?? this.dataset.address}`
  }

  get state() {
    return JSON.stringify(fieldsOf(this.form))
  }

  get isDirty() {
    return this.state !== this.#baseline
  }

  /** The server has this much; what was typed since is still only here. */
  settle(state) {
    this.#baseline = state
    this.#keep()
  }

  /** The server has it all: no copy any more, whatever the browser still fires while this goes. */
  forget() {
    this.#isDone = true
    letGo(this.name)
  }

  /** Put an earlier copy's words into this form. */
  restore(fields) {
    fill(this.form, fields)
    this.#hold()
    this.#offered = null
    this.#show()
    this.#keep()
  }

  handleEvent(event) {
    if (event.type !== "click") this.#keep()
    else if (event.target.dataset.do === "take") this.#take()
    else if (event.target.dataset.do === "drop") this.#drop()
  }

  #hold() {
    this.#release()
    this.#release = hold(this.name)
  }

  #keep() {
    if (this.#isDone) return
    const label = this.form.querySelector("[data-part=kept]")
    if (!this.isDirty) {
      letGo(this.name)
      if (label) label.textContent = ""
      return
    }
    const isKept = keep(this.name, { fields: fieldsOf(this.form), address: this.dataset.address })
    if (label) label.textContent = isKept ? label.dataset.kept : label.dataset.failed
  }

  async #offer() {
    const found = (await copies(this.dataset.start)).filter((copy) => JSON.stringify(copy.fields) !== this.state)
    const mine = (copy) => (this.dataset.address ? copy.name === this.name : copy.name !== this.name)
    this.#offered = this.isDirty ? null : (found.find(mine) ?? null)
    this.#show()
  }

  #show() {
    this.hidden = !this.#offered
    if (!this.#offered) return
    const fields = new Map(this.#offered.fields)
    const body = document.createElement("template")
    body.innerHTML = fields.get("body") ?? ""
    const words = fields.get("headline") || body.content.textContent || fields.get("title") || "…"
    const time = new Date(this.#offered.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    this.querySelector("[data-part=time]").textContent = time
    this.querySelector("[data-part=words]").textContent = words.slice(0, 80)
  }

  #take() {
    const { address, fields } = this.#offered
    if (address === this.dataset.address) this.restore(fields)
    else this.dispatchEvent(new CustomEvent("desk-take", { bubbles: true, detail: { address, fields } }))
  }

  #drop() {
    letGo(this.#offered.name)
    this.#offered = null
    this.#offer()
  }
}
customElements.define("desk-typing", DeskTyping)
