// <desk-batch>: several pictures at once, with one credit: each asks for its description, goes out by itself, one
// after the other, and says what is wrong with it; the rest stays.
import { upload } from "liveblog/upload"

const MAX_BYTES = 40 * 1024 * 1024 // as coverage/pictures/take_in.py has it
const TYPES = ["click", "change", "input", "dragover", "drop"]

class DeskBatch extends HTMLElement {
  #files = new Map() // by row
  #taken = 0
  #isSending = false

  connectedCallback() {
    this.field = this.querySelector("input[type=file]")
    this.list = this.querySelector("ul")
    for (const type of TYPES) this.addEventListener(type, this)
  }

  disconnectedCallback() {
    for (const type of TYPES) this.removeEventListener(type, this)
  }

  handleEvent(event) {
    const { type, target } = event
    const deed = type === "click" && target.closest("[data-do]")?.dataset.do
    if (type === "dragover" || type === "drop") event.preventDefault()
    if (type === "drop") this.#take([...event.dataTransfer.files])
    else if (type === "change" && target === this.field) this.#choose()
    else if (deed === "choose") this.field.click()
    else if (deed === "away") this.#drop(target.closest("li"))
    else if (deed === "send") this.#send()
  }

  #choose() {
    this.#take([...this.field.files])
    this.field.value = ""
  }

  #take(files) {
    const rows = files.map((file) => this.#row(file))
    this.list.append(...rows)
    this.querySelector("[data-part=batch]").hidden = this.#files.size === 0
    rows[0]?.querySelector("input").focus()
  }

  #row(file) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true)
    row.querySelector("[data-part=name]").textContent = file.name
    if (file.size > MAX_BYTES) this.#blame(row, this.dataset.tooLarge)
    else {
      const reader = new FileReader() // a data address: the policy lets no blob be shown
      reader.onload = () => (row.querySelector("img").src = reader.result)
      reader.readAsDataURL(file)
    }
    this.#files.set(row, file)
    return row
  }

  #drop(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling
    this.#files.delete(row)
    row.remove()
    ;(next?.querySelector("input") ?? this.querySelector("[data-do=choose]")).focus()
  }

  async #send() {
    if (this.#isSending) return
    this.#isSending = true
    for (const [row, file] of [...this.#files]) if (row.isConnected && file.size <= MAX_BYTES) await this.#sendOne(row, file)
    this.#isSending = false
    const said = this.dataset.done.replace("@", this.#taken).replace("#", this.#taken + this.#files.size)
    this.querySelector("[data-part=done]").textContent = said
    this.list.querySelector("li:not(.is-taken) input")?.focus()
  }

  async #sendOne(row, file) {
    const form = new FormData()
    form.set("file", file)
    form.set("alt", row.querySelector("[data-word=alt]").value)
    if (row.querySelector("[data-word=is_decorative]").checked) form.set("is_decorative", "on")
    form.set("credit", this.querySelector("[data-part=credit]").value)
    const progress = row.querySelector("progress")
    progress.hidden = false
    this.#blame(row, "")
    try {
      const onProgress = (part) => (progress.value = part)
      const { signal } = new AbortController()
      const { status, text } = await upload(this.dataset.takeIn, form, { signal, onProgress, noLine: this.dataset.noLine })
      const answer = JSON.parse(text)
      if (status === 200) return this.#done(row, answer)
      this.#blame(row, Object.values(answer.errors)[0])
    } catch (refusal) {
      this.#blame(row, refusal.message)
    }
    progress.hidden = true
  }

  #done(row, { thumbnail, note }) {
    this.#files.delete(row)
    this.#taken += 1
    row.className = "is-taken"
    row.querySelector("img").src = thumbnail
    const said = document.createElement("p")
    said.textContent = [this.dataset.sent, note].filter(Boolean).join(". ")
    row.querySelector("div").replaceChildren(row.querySelector("[data-part=name]"), said)
    row.querySelector("[data-do=away]").remove()
  }

  #blame(row, sentence) {
    row.querySelector("[data-part=error]").textContent = sentence
  }
}
customElements.define("desk-batch", DeskBatch)
