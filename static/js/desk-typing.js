// <desk-typing>: stands in a form, keeps a copy of what is typed there in this browser, and offers
// what was typed and never saved, from here or from the server (`data-kept`). `data-start` names the
// person and page, `data-key` the entry, `data-address` the desk's view that shows this form.
import { copies, fieldsOf, fill, hold, keep, letGo, newTab, nextTurn, sameWords } from "liveblog/kept"
import { ask } from "liveblog/send"

class DeskTyping extends HTMLElement {
  #baseline = ""
  #shown = ""
  #offers = []
  #origin = null // the copy that was taken back; it goes when these words are saved
  #tab
  #turn
  #release = () => {}
  isDone = false
  isKept = true // in this browser

  connectedCallback() {
    this.form = this.closest("form")
    this.#tab = newTab() // each opening of a form has its own copy
    this.#turn = nextTurn()
    for (const type of ["input", "change"]) this.form.addEventListener(type, this)
    this.addEventListener("click", this)
    this.#baseline = this.#shown = this.state
    this.#offer().then(() => this.isConnected && this.#hold())
  }

  disconnectedCallback() {
    for (const type of ["input", "change"]) this.form.removeEventListener(type, this)
    this.removeEventListener("click", this)
    this.#release()
  }

  get key() {
    return this.form.elements.key?.value ?? this.dataset.key ?? ""
  }

  get name() {
    return `${this.dataset.start}${this.key || this.dataset.address}.${this.#tab}`
  }

  get state() {
    return JSON.stringify(fieldsOf(this.form))
  }

  get isDirty() {
    return this.state !== this.#baseline
  }

  get copy() {
    const { address } = this.dataset
    return { name: this.name, key: this.key, tab: this.#tab, turn: this.#turn, address, fields: fieldsOf(this.form) }
  }

  /** What is sent of this form: its fields, and which copies the server may forget once it has them. */
  get parcel() {
    const { key, tab, turn } = this.copy
    const parcel = new FormData(this.form)
    for (const [name, value] of Object.entries({ key, tab, turn })) parcel.set(name, value)
    if (this.#origin) parcel.set("instead_of", `${this.#origin.key}.${this.#origin.tab}`)
    return parcel
  }

  /** The server has this much; what was typed since is still only here. */
  settle(state) {
    this.#baseline = state
    if (this.#origin) letGo(this.#origin.name)
    this.#keep()
  }

  /** The server has it all: no copy any more, whatever the browser still fires while this goes. */
  forget() {
    this.isDone = true
    letGo(this.name)
    if (this.#origin) letGo(this.#origin.name)
  }

  /** Put a copy's words into this form. */
  restore(copy) {
    fill(this.form, copy.fields)
    this.#hold()
    this.#origin = copy
    this.#offers = []
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
    const state = this.state
    if (this.isDone || (state === this.#shown && this.isDirty)) return
    if (state !== this.#shown) this.#turn = nextTurn()
    this.#shown = state
    const label = this.form.querySelector("[data-part=kept]")
    if (!this.isDirty) {
      letGo(this.name)
      if (label) label.textContent = ""
      return
    }
    this.isKept = keep(this.name, this.copy)
    if (label) label.textContent = this.isKept ? label.dataset.kept : label.dataset.failed
  }

  async #offer() {
    const { start, kept, address } = this.dataset
    const found = (await copies(start, kept)).filter((copy) => !sameWords(copy.fields, fieldsOf(this.form)))
    const belongs = (copy) => !address || (this.key ? copy.key === this.key : copy.address === address)
    this.#offers = this.isDirty ? [] : found.filter(belongs)
    this.#show()
  }

  #show() {
    const [offered, ...more] = this.#offers
    for (const part of this.querySelectorAll(":scope > :not(template)")) part.remove()
    if (!offered) return
    const offer = this.querySelector("template").content.cloneNode(true)
    const fields = new Map(offered.fields)
    const body = document.createElement("template")
    body.innerHTML = fields.get("body") ?? ""
    const words = fields.get("headline") || body.content.textContent || fields.get("title") || "…"
    const at = new Date(offered.at)
    const isToday = at.toDateString() === new Date().toDateString()
    const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(isToday ? {} : { day: "numeric", month: "short" }) }
    offer.querySelector("[data-part=time]").textContent = at.toLocaleString([], time)
    offer.querySelector("[data-part=words]").textContent = words.slice(0, 80)
    offer.querySelector("[data-part=more]").textContent = more.length ? `+ ${more.length}` : ""
    this.append(offer) // put in, not uncovered: so it is spoken
  }

  #take() {
    const [copy] = this.#offers
    if (copy.address === this.dataset.address) {
      this.restore(copy)
      this.#goOn()
    } else this.dispatchEvent(new CustomEvent("desk-take", { bubbles: true, detail: copy }))
  }

  #drop() {
    const copy = this.#offers.shift()
    letGo(copy.name)
    if (this.dataset.discard) ask(this.dataset.discard, this.#namedIn(copy)).catch(() => {}) // offered again, then
    this.#show()
    this.#goOn()
  }

  /** The button that was pressed is gone: to the next one, or to where one writes. */
  #goOn() {
    const place = this.querySelector("button") ?? this.form.querySelector(".headline, .writing, [name=title]")
    place.focus()
  }

  #namedIn({ key, tab }) {
    const form = new FormData()
    form.set("instead_of", `${key}.${tab}`)
    return form
  }
}
customElements.define("desk-typing", DeskTyping)
