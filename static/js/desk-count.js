// <desk-count>: how many words stand in the form, and how long they take to read; says nothing aloud.
const A_MINUTE = 230 // words, read silently

class DeskCount extends HTMLElement {
  #form

  connectedCallback() {
    this.#form = this.closest("form")
    const language = this.closest("[data-language]")?.dataset.language
    this.segmenter = new Intl.Segmenter(language || undefined, { granularity: "word" }) // Chinese has no spaces
    for (const type of ["input", "change"]) this.#form.addEventListener(type, this)
    this.#count()
  }

  disconnectedCallback() {
    for (const type of ["input", "change"]) this.#form.removeEventListener(type, this)
  }

  handleEvent() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.#count(), 300) // a long text takes a moment
  }

  #count() {
    const { headline, body } = this.#form.elements
    const text = new DOMParser().parseFromString(body.value.replaceAll("<", " <"), "text/html").body.textContent
    const words = [...this.segmenter.segment(`${headline.value} ${text}`)].filter((part) => part.isWordLike).length
    const { one, many, minutes } = this.dataset
    const said = (words === 1 ? one : many).replace("@", words)
    const time = words > A_MINUTE / 2 ? ` · ${minutes.replace("@", Math.round(words / A_MINUTE))}` : ""
    this.textContent = words ? said + time : ""
  }
}
customElements.define("desk-count", DeskCount)
