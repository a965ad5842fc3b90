// <desk-pictures>: takes picture files, asks for their words, sends them, and tells what came of it
// with a "picture" event. With `data-sets` (an id) it fills that field instead.
import { ask } from "liveblog/send"

class DeskPictures extends HTMLElement {
  #waiting = []

  connectedCallback() {
    this.panel = this.querySelector("[data-part=panel]")
    this.field = this.querySelector("[data-part=file]")
    for (const type of ["click", "change", "input", "keydown"]) this.addEventListener(type, this)
  }

  disconnectedCallback() {
    for (const type of ["click", "change", "input", "keydown"]) this.removeEventListener(type, this)
  }

  /** Ask for the words of each of these files, one after the other. */
  take(files) {
    this.#waiting.push(...files)
    if (this.panel.hidden) this.#next()
  }

  handleEvent(event) {
    if (event.target === this.field && event.type === "change") this.#chosen()
    // the words of a picture are no part of the form around them
    if (event.type !== "click" && this.panel.contains(event.target)) event.stopPropagation()
    if (event.type === "keydown" && event.key === "Enter" && this.panel.contains(event.target)) this.#enter(event)
    const deed = event.type === "click" && event.target.closest("[data-do]")?.dataset.do
    if (deed === "choose") this.field.click()
    else if (deed === "send") this.#send(event.target.closest("button"))
    else if (deed === "cancel") this.#next()
    else if (deed === "clear") this.#set("", "")
  }

  #chosen() {
    this.take([...this.field.files])
    this.field.value = ""
  }

  #enter(event) {
    if (event.target.matches("button")) return
    event.preventDefault()
    this.panel.querySelector("[data-do=send]").click()
  }

  #next() {
    this.file = this.#waiting.shift()
    this.panel.hidden = !this.file
    if (!this.file) return
    for (const word of this.#words()) word.value = ""
    this.panel.querySelector("[type=checkbox]").checked = false
    this.#blame({})
    this.#preview()
    this.#words()[0].focus()
  }

  #preview() {
    const reader = new FileReader() // a data address: the policy lets no blob be shown
    reader.onload = () => (this.panel.querySelector("[data-part=preview]").src = reader.result)
    reader.readAsDataURL(this.file)
  }

  async #send(button) {
    if (button.disabled) return
    const label = button.textContent
    button.disabled = true
    button.textContent = button.dataset.sending
    try {
      const { status, text } = await ask(this.dataset.takeIn, this.#form())
      const answer = JSON.parse(text)
      if (status === 200) this.#taken(answer)
      else this.#blame(answer.errors)
    } catch (refusal) {
      this.#blame({ file: refusal.message })
    } finally {
      button.disabled = false
      button.textContent = label
    }
  }

  #form() {
    const form = new FormData()
    form.set("file", this.file)
    for (const word of this.#words()) form.set(word.dataset.word, word.value)
    if (this.panel.querySelector("[type=checkbox]").checked) form.set("is_decorative", "on")
    return form
  }

  #taken(answer) {
    this.#next()
    if (this.dataset.sets) this.#set(answer.image, answer.thumbnail)
    else this.dispatchEvent(new CustomEvent("picture", { bubbles: true, detail: answer }))
  }

  #set(image, thumbnail) {
    const field = document.getElementById(this.dataset.sets)
    const shown = this.querySelector("[data-part=shown]")
    field.value = image
    shown.replaceChildren(...(image ? [Object.assign(new Image(), { src: thumbnail, alt: "" })] : []))
  }

  #blame(errors) {
    for (const place of this.panel.querySelectorAll("[data-error]")) place.textContent = errors[place.dataset.error] ?? ""
    const first = Object.keys(errors)[0]
    this.panel.querySelector(`[data-word="${first}"]`)?.focus()
  }

  #words() {
    return [...this.panel.querySelectorAll("input[type=text]")]
  }
}
customElements.define("desk-pictures", DeskPictures)
