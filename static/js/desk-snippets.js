// <desk-snippets>: a combobox (ARIA APG) of texts that are written again and again. Tells what came of
// it with a "snippet" event: `body` is the HTML to put in, `typed` what was typed here when it was left.
import { ask, parsed, say } from "liveblog/send"

class DeskSnippets extends HTMLElement {
  #options = []
  #active = null

  connectedCallback() {
    this.field = this.querySelector("[role=combobox]")
    this.found = this.querySelector("[data-part=found]")
    for (const type of ["click", "pointerdown", "keydown", "input", "change"]) this.addEventListener(type, this)
  }

  disconnectedCallback() {
    for (const type of ["click", "pointerdown", "keydown", "input", "change"]) this.removeEventListener(type, this)
  }

  /** Show them and take the keys; the caret's place in the text is the editor's to keep. */
  async open() {
    this.#shown(true)
    this.field.value = ""
    this.field.focus()
    this.scrollIntoView({ block: "nearest" })
    try {
      this.found.replaceChildren(parsed((await ask(this.closest("[data-snippets]").dataset.snippets)).text))
    } catch (refusal) {
      this.found.textContent = refusal.message
    }
    this.#options = [...this.found.querySelectorAll("[role=option]")]
    this.#filter()
  }

  handleEvent(event) {
    if (event.type !== "click" && event.type !== "pointerdown") event.stopPropagation() // no part of the form around it
    const option = event.target.closest("[role=option]")
    if (event.type === "pointerdown" && option) event.preventDefault() // the focus stays where it is
    else if (event.type === "input" && event.target === this.field) this.#filter()
    else if (event.type === "keydown") this.#press(event)
    else if (event.type === "click" && option) this.#choose(option)
    else if (event.type === "click" && event.target.dataset.do === "keep") this.#keep()
  }

  #press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const isHere = event.target === this.field && !event.isComposing
    if (event.key === "Escape") this.#tell({ typed: this.field.value })
    else if (event.key === "Enter" && event.target.matches("[data-part=name]")) this.#keep()
    else if (isHere && event.key === "Enter") this.#active && this.#choose(this.#active)
    else if (isHere && step) this.#move(step)
    else return
    event.preventDefault()
  }

  #filter() {
    const letters = this.field.value.toLocaleLowerCase().split(/\s+/)
    for (const option of this.#options) option.hidden = !letters.every((part) => option.textContent.toLocaleLowerCase().includes(part))
    const seen = this.#seen()
    const { one, many, none } = this.#status().dataset
    this.#status().textContent = { 0: none, 1: one }[seen.length] ?? many.replace("@", seen.length)
    this.#activate(seen[0])
  }

  #move(step) {
    const seen = this.#seen()
    this.#activate(seen[(seen.indexOf(this.#active) + step + seen.length) % seen.length])
  }

  #activate(option = null) {
    this.#active = option
    for (const one of this.#options) one.setAttribute("aria-selected", one === option)
    this.field.setAttribute("aria-activedescendant", option?.id ?? "")
    option?.scrollIntoView({ block: "nearest" })
  }

  #choose(option) {
    this.#tell({ body: option.dataset.body })
  }

  async #keep() {
    const part = (name) => this.found.querySelector(`[data-part=${name}]`)
    const form = new FormData()
    form.set("name", part("name").value)
    form.set("body", this.closest("body-editor").words)
    if (part("is_shared")?.checked) form.set("is_shared", "on")
    try {
      const { said } = JSON.parse((await ask(this.found.querySelector(".keep").dataset.address, form)).text)
      this.#tell({ body: "" })
      say(said)
    } catch (refusal) {
      part("refused").textContent = refusal.message
      part("name").focus()
    }
  }

  #tell(detail) {
    this.#shown(false)
    this.dispatchEvent(new CustomEvent("snippet", { bubbles: true, detail }))
  }

  #shown(isShown) {
    this.hidden = !isShown
    this.field.setAttribute("aria-expanded", isShown)
    this.closest("body-editor").querySelector("[data-do=snippets]").setAttribute("aria-expanded", isShown)
  }

  #seen() {
    return this.#options.filter((option) => !option.hidden)
  }

  #status() {
    return this.querySelector("[data-part=status]")
  }
}
customElements.define("desk-snippets", DeskSnippets)
