// <desk-videos>: the videos and sounds that are here already, as <desk-gallery> finds pictures, and a way to bring one
// more; tells which it is to be with a "video" event.
import { DeskGallery } from "liveblog/gallery"
import { upload } from "liveblog/upload"

class DeskVideos extends DeskGallery {
  #onItsWay = new AbortController()

  get form() {
    return this.querySelector("[data-part=form]")
  }

  handleEvent(event) {
    const deed = event.type === "click" && event.target.closest("[data-do]")?.dataset.do
    if (event.type === "click") event.stopPropagation() // the pictures around it have such buttons, too
    if (deed === "bring") this.#bring()
    else if (deed === "take-in") this.#takeIn(event.target)
    else if (deed === "leave") this.#leave()
    else if (event.type === "keydown" && event.key === "Enter" && event.target.matches("[data-word]")) event.preventDefault()
    else super.handleEvent(event)
  }

  choose({ video }) {
    this.toggle(this.button)
    this.dispatchEvent(new CustomEvent("video", { bubbles: true, detail: { video } }))
  }

  #bring() {
    this.form.hidden = false
    this.form.querySelector("input").focus()
  }

  #leave() {
    this.#onItsWay.abort()
    this.form.hidden = true
    this.field.focus()
  }

  async #takeIn(button) {
    const words = [...this.form.querySelectorAll("[data-word]")]
    const body = new FormData()
    for (const { dataset, files, value } of words) if (!files || files[0]) body.set(dataset.word, files ? files[0] : value)
    if (body.get("file")?.size > this.dataset.most) return this.#blame({ file: this.dataset.tooLarge })
    const label = button.textContent
    button.disabled = true
    try {
      const { signal } = (this.#onItsWay = new AbortController())
      const onProgress = (part) => (button.textContent = `${button.dataset.sending} ${Math.round(part * 100)} %`)
      const sent = await upload(this.dataset.takeIn, body, { signal, onProgress, noLine: this.dataset.noLine })
      if (sent?.status === 422) return this.#blame(JSON.parse(sent.text).errors)
      if (!sent) return // called back
      for (const field of words) field.value = ""
      this.#blame({})
      this.form.hidden = true
      this.choose(JSON.parse(sent.text))
    } catch (refusal) {
      this.#blame({ file: refusal.message })
    } finally {
      button.disabled = false
      button.textContent = label
    }
  }

  #blame(errors) {
    for (const line of this.form.querySelectorAll("[data-error]")) line.textContent = errors[line.dataset.error] ?? ""
    this.form.querySelector(`[data-word="${Object.keys(errors)[0]}"]`)?.focus()
  }
}
customElements.define("desk-videos", DeskVideos)
