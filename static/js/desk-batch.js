// <desk-batch>: several pictures at once, with one credit: each asks for its description, goes out by itself, one
// after the other, and says what is wrong with it; the rest stays. Whoever lists pictures hears "pictures-taken-in".
import { wordsOf } from "liveblog/picture-words"
import { upload } from "liveblog/upload"

const MAX_BYTES = 40 * 1024 * 1024 // as coverage/pictures/take_in.py has it
const TYPES = ["click", "change", "dragover", "drop"]

class DeskBatch extends HTMLElement {
  #files = new Map() // by row
  #taken = 0
  #isSending = false
  #onItsWay = new Map() // by row, what calls it back

  connectedCallback() {
    this.field = this.querySelector("input[type=file]")
    this.list = this.querySelector("ul")
    for (const type of TYPES) this.addEventListener(type, this)
    window.addEventListener("beforeunload", this)
  }

  disconnectedCallback() {
    for (const type of TYPES) this.removeEventListener(type, this)
    window.removeEventListener("beforeunload", this)
  }

  handleEvent(event) {
    const { type, target } = event
    if (type === "beforeunload") return this.#files.size && event.preventDefault()
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

  async #take(files) {
    const rows = files.map((file) => this.#row(file))
    this.list.append(...rows)
    this.querySelector("[data-part=batch]").hidden = this.#files.size === 0
    rows[0]?.querySelector("input").focus()
    for (const row of rows) await this.#look(row) // one after the other: thirty photos at once are a gigabyte
  }

  #row(file) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true)
    row.querySelector("[data-part=name]").textContent = file.name
    if (file.size > MAX_BYTES) this.#blame(row, this.dataset.tooLarge)
    this.#files.set(row, file)
    return row
  }

  /** Show a picture small, and offer the words that are known of it. */
  async #look(row) {
    const file = this.#files.get(row)
    if (!file || file.size > MAX_BYTES) return
    await show(file, row.querySelector("img"))
    const { known, words } = await wordsOf(file, this.dataset.takeIn)
    const fields = [...row.querySelectorAll("input[data-word]")]
    if (!row.isConnected || fields.some(({ type, value }) => type === "text" && value)) return // somebody writes
    for (const field of fields) fill(field, (known ?? words)[field.dataset.word])
    row.querySelector("[data-part=known]").hidden = !known
    row.querySelector("[data-part=proposed]").hidden = Boolean(known) || Object.keys(words).length === 0
    row.querySelector("details").open = [...row.querySelectorAll("details input[type=text]")].some(({ value }) => value)
  }

  #drop(row) {
    this.#onItsWay.get(row)?.abort()
    const next = row.nextElementSibling ?? row.previousElementSibling
    this.#files.delete(row)
    row.remove()
    ;(next?.querySelector("input") ?? this.querySelector("[data-do=choose]")).focus()
  }

  async #send() {
    if (this.#isSending) return
    this.#isSending = true
    const before = this.#taken
    for (const [row, file] of [...this.#files]) if (row.isConnected && file.size <= MAX_BYTES) await this.#sendOne(row, file)
    this.#isSending = false
    const said = this.dataset.done.replace("@", this.#taken).replace("#", this.#taken + this.#files.size)
    this.querySelector("[data-part=done]").textContent = said
    if (this.#taken > before) this.dispatchEvent(new CustomEvent("pictures-taken-in", { bubbles: true }))
    this.list.querySelector("li:not(.is-taken) input")?.focus()
  }

  async #sendOne(row, file) {
    const form = this.#form(row, file)
    if (!form.get("alt").trim() && !form.has("is_decorative")) return this.#blame(row, this.dataset.undescribed)
    const progress = row.querySelector("progress")
    progress.hidden = false
    this.#blame(row, "")
    const callingBack = new AbortController()
    this.#onItsWay.set(row, callingBack)
    try {
      const onProgress = (part) => (progress.value = part)
      const sent = await upload(this.dataset.takeIn, form, { signal: callingBack.signal, onProgress, noLine: this.dataset.noLine })
      if (!sent) return // left out meanwhile
      const answer = JSON.parse(sent.text)
      if (sent.status === 200) return this.#done(row, answer)
      this.#blame(row, Object.values(answer.errors)[0])
    } catch (refusal) {
      this.#blame(row, refusal.message)
    } finally {
      this.#onItsWay.delete(row)
    }
    progress.hidden = true
  }

  #form(row, file) {
    const form = new FormData()
    form.set("file", file)
    for (const { dataset, type, value, checked } of row.querySelectorAll("input[data-word]"))
      if (type === "text") form.set(dataset.word, value)
      else if (checked) form.set(dataset.word, "on")
    const ofAll = form.has("is_own_graphic") ? "" : this.querySelector("[data-part=credit]").value
    form.set("credit", form.get("credit").trim() || ofAll)
    return form
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

/** Drawn small: the file itself as an address would keep all of it in memory. What the browser can't read stays blank. */
async function show(file, image) {
  const bitmap = await createImageBitmap(file, { resizeWidth: 240 }).catch(() => null)
  if (!bitmap) return
  const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height })
  canvas.getContext("2d").drawImage(bitmap, 0, 0)
  bitmap.close()
  image.src = canvas.toDataURL("image/jpeg")
}

function fill(field, word) {
  if (field.type === "checkbox") field.checked = Boolean(word)
  else field.value = word ?? ""
}
customElements.define("desk-batch", DeskBatch)
