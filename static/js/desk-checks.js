// <desk-checks>: a moment after the last keystroke, lists what one may want to look at before
// publishing, and goes there. It never stands in the way: without an answer it says nothing.
import { fieldsOf } from "liveblog/kept"
import { occurrence, select } from "liveblog/places"
import { ask, parsed } from "liveblog/send"

const PAUSE = 700 // milliseconds
const PLACES = { headline: "[name=headline]", kicker: "[name=kicker]:checked", body: ".writing" }

class DeskChecks extends HTMLElement {
  #timer
  #isAsking = false
  #asked = ""

  connectedCallback() {
    this.form = this.closest("form")
    this.count = this.querySelector("[data-part=count]")
    this.list = this.querySelector("[data-part=list]")
    for (const type of ["input", "change"]) this.form.addEventListener(type, this)
    this.addEventListener("click", this)
    this.#soon()
  }

  disconnectedCallback() {
    for (const type of ["input", "change"]) this.form.removeEventListener(type, this)
    this.removeEventListener("click", this)
    clearTimeout(this.#timer)
  }

  handleEvent(event) {
    const button = event.type === "click" && event.target.closest("button")
    if (button) this.#go(button.dataset)
    else if (event.type !== "click") this.#soon()
  }

  #soon() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#look(), PAUSE)
  }

  /** One question at a time: on a slow line the next waits for the answer, and asks of what stands here then. */
  async #look() {
    const typed = JSON.stringify(fieldsOf(this.form))
    if (this.#isAsking || typed === this.#asked || !this.isConnected) return
    this.#asked = typed
    if (!this.form.elements.headline.value.trim() && !this.form.elements.body.value) return this.#show("", [])
    this.#isAsking = true
    try {
      const answer = parsed((await ask(this.dataset.check, new FormData(this.form))).text)
      this.#show(answer.querySelector("[data-part=count]").textContent, answer.querySelector("ul").children)
    } catch {
      // what matters is said where the text is saved
    } finally {
      this.#isAsking = false
    }
    this.#look()
  }

  /** The same again is left alone: it would be announced, and take the focus from who is in it. */
  #show(count, items) {
    const shown = [...items]
    if (shown.map((item) => item.outerHTML).join() === [...this.list.children].map((item) => item.outerHTML).join()) return
    const at = [...this.list.children].findIndex((item) => item.contains(document.activeElement))
    this.list.replaceChildren(...shown)
    this.list.hidden = shown.length === 0
    if (at >= 0) (this.list.children[at] ?? this.list.lastElementChild ?? this.form).querySelector("button, [name=headline]").focus()
    const said = count || (this.count.textContent && this.dataset.none)
    if (this.count.textContent !== said) this.count.textContent = said
  }

  #go({ field, words, nth, href }) {
    const place = this.form.querySelector(PLACES[field])
    const link = href ? place.querySelector(`a[href="${CSS.escape(href)}"]`) : null
    if (link?.closest(".look")) return link.focus() // a picture's: there its words are changed
    place.focus()
    if (link) return getSelection().selectAllChildren(link)
    if (words && field === "body") return select(place, words, Number(nth))
    const found = words && occurrence(place.value, words, Number(nth))
    if (found) place.setSelectionRange(...found)
  }
}
customElements.define("desk-checks", DeskChecks)
