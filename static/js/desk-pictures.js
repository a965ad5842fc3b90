// <desk-pictures>: takes picture files, asks for their words, sends them, and tells what came of it
// with a "picture" event; "picture-taken" and "picture-gone" say which `place` waits for one, and which
// no longer. With `data-sets` (an id) it fills that field instead.
import { wordsOf } from "liveblog/picture-words"
import { say } from "liveblog/send"
import { upload } from "liveblog/upload"

const MAX_BYTES = 40 * 1024 * 1024 // as coverage/pictures/take_in.py has it

let places = 0

class DeskPictures extends HTMLElement {
  #waiting = []
  #known = null // the picture of the same bytes that is here already, with its words
  #onItsWay = new AbortController()

  connectedCallback() {
    this.panel = this.querySelector("[data-part=panel]")
    this.field = this.querySelector("[data-part=file]")
    this.camera = this.querySelector("[data-part=camera]")
    this.field.multiple = !this.dataset.sets
    for (const type of ["click", "change", "input", "keydown", "chosen-picture"]) this.addEventListener(type, this)
  }

  disconnectedCallback() {
    for (const type of ["click", "change", "input", "keydown", "chosen-picture"]) this.removeEventListener(type, this)
  }

  /** Ask for the words of each of these files, one after the other. `isWriting`: without taking the keys away; `at`: where in the text. */
  take(files, { isWriting = false, at } = {}) {
    const taken = files.map((file, at) => ({ file, place: ++places, isNext: at > 0 }))
    for (const { place } of taken) this.#announce("picture-taken", { place, at })
    this.#waiting.push(...taken)
    if (!this.panel.hidden) return
    this.#next()
    if (isWriting) say(this.panel.dataset.waiting)
    else this.#words()[0].focus()
  }

  handleEvent(event) {
    if (event.type === "chosen-picture") return this.#use(event.detail)
    if ([this.field, this.camera].includes(event.target) && event.type === "change") this.#chosen(event.target)
    // the words of a picture are no part of the form around them
    if (event.type !== "click" && this.panel.contains(event.target)) event.stopPropagation()
    if (event.type === "keydown" && event.key === "Enter" && this.panel.contains(event.target)) this.#enter(event)
    const deed = event.type === "click" && event.target.closest("[data-do]")?.dataset.do
    if (deed === "choose") this.field.click()
    else if (deed === "camera") this.camera.click()
    else if (deed === "gallery") this.querySelector("desk-gallery").toggle(event.target.closest("button"))
    else if (deed === "send") this.#send(event.target.closest("button"))
    else if (deed === "cancel") this.#cancel()
    else if (deed === "clear") this.#set("", "")
  }

  #chosen(field) {
    this.take([...field.files])
    field.value = ""
  }

  #enter(event) {
    if (event.target.matches("button")) return
    event.preventDefault()
    this.panel.querySelector("[data-do=send]").click()
  }

  #cancel() {
    this.#onItsWay.abort()
    const { place } = this
    this.#goOn()
    this.#announce("picture-gone", { place })
  }

  /** On to the next one, if there is one; its words are asked for at once. */
  #goOn() {
    this.#next()
    if (this.file) this.#words()[0].focus()
  }

  #next() {
    const { file, place, isNext = false } = this.#waiting.shift() ?? {}
    this.file = file
    this.place = place
    const joins = this.panel.querySelector("[data-part=joins]")
    joins.hidden = !isNext || Boolean(this.dataset.sets)
    joins.querySelector("input").checked = isNext
    this.#know(null)
    this.panel.hidden = !this.file
    if (!this.file) return this.#waitsNoMore()
    for (const word of this.#words()) word.value = ""
    for (const box of this.#boxes()) box.checked = false
    this.#focus().set(0.5, 0.5)
    this.panel.querySelector("[data-part=proposed]").hidden = true
    this.#blame({})
    this.panel.querySelector("[data-part=preview]").src = "data:,"
    if (this.#isTooLarge()) this.#blame({ file: this.panel.dataset.tooLarge })
    else {
      this.#preview()
      this.#recognise(this.file)
    }
  }

  /** That one waits was said, and may still stand there. */
  #waitsNoMore() {
    if (document.querySelector("#said")?.textContent === this.panel.dataset.waiting) say()
  }

  #isTooLarge() {
    return this.file.size > MAX_BYTES
  }

  /** Offer the words that this picture has here already, or that its file says of it. */
  async #recognise(file) {
    const { known, words } = await wordsOf(file, this.dataset.takeIn)
    if (file !== this.file) return
    if (known) this.#know(known)
    else this.#propose(words)
  }

  /** Where nobody has written any. */
  #propose(words) {
    const empty = this.#words().filter((word) => !word.value && words[word.dataset.word])
    for (const word of empty) word.value = words[word.dataset.word]
    this.panel.querySelector("[data-part=proposed]").hidden = empty.length === 0
  }

  #know(known) {
    this.#known = known
    this.panel.querySelector("[data-part=known]").hidden = !known
    if (!known || this.#words().some((word) => word.value)) return // whoever writes already is left alone
    for (const word of this.#words()) word.value = known[word.dataset.word]
    for (const box of this.#boxes()) box.checked = known[box.dataset.word]
    this.#focus().set(known.focal_x, known.focal_y)
  }

  #isSaidAsKnown() {
    if (!this.#known) return false
    const { point } = this.#focus()
    const said = [...this.#words().map((word) => [word.dataset.word, word.value]), ...this.#boxes().map((box) => [box.dataset.word, box.checked])]
    return [...said, ...Object.entries(point)].every(([name, value]) => this.#known[name] === value)
  }

  #preview() {
    const reader = new FileReader() // a data address: the policy lets no blob be shown
    reader.onload = () => (this.panel.querySelector("[data-part=preview]").src = reader.result)
    reader.readAsDataURL(this.file)
  }

  async #send(button) {
    if (button.disabled) return
    if (this.#isTooLarge()) return this.#blame({ file: this.panel.dataset.tooLarge })
    if (this.#isSaidAsKnown()) return this.#taken(this.#known)
    const label = button.textContent
    button.disabled = true
    button.textContent = button.dataset.sending
    try {
      const { signal } = (this.#onItsWay = new AbortController())
      const onProgress = (part) => (button.textContent = `${button.dataset.sending} ${Math.round(part * 100)} %`)
      const sent = await upload(this.dataset.takeIn, this.#form(), { signal, onProgress, noLine: this.panel.dataset.noLine })
      if (!sent) return // cancelled
      const answer = JSON.parse(sent.text)
      if (sent.status === 200) this.#taken(answer)
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
    for (const box of this.#boxes()) if (box.checked) form.set(box.dataset.word, "on")
    for (const [name, part] of Object.entries(this.#focus().point)) form.set(name, part)
    return form
  }

  #taken(answer) {
    const { place } = this
    const joins = this.panel.querySelector("[data-part=joins]")
    const joined = !joins.hidden && joins.querySelector("input").checked ? "row" : null
    this.#goOn()
    this.#use({ ...answer, place, joined })
    if (answer.note) say(answer.note)
  }

  #use(answer) {
    if (this.dataset.sets) this.#set(answer.image, answer.thumbnail)
    else this.#announce("picture", answer)
  }

  #announce(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }))
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

  #focus() {
    return this.panel.querySelector("focal-point")
  }

  #words() {
    return [...this.panel.querySelectorAll("input[type=text]")]
  }

  #boxes() {
    return [...this.panel.querySelectorAll("input[type=checkbox][data-word]")]
  }
}
customElements.define("desk-pictures", DeskPictures)
