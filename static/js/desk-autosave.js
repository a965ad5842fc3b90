// <desk-autosave>: two seconds after a pause the server keeps what was typed in the form around it,
// and while somebody types without a pause every ten. Says so.
import { speak } from "liveblog/mistakes"
import { ask } from "liveblog/send"

const PAUSE = 2_000
const LATEST = 10_000
const AGAIN = 5_000
const LASTING = [400, 403, 404, 413, 422] // the server will say the same next time

class DeskAutosave extends HTMLElement {
  #timer
  #latest = 0
  #sent = ""
  #underWay = null
  #doubt = "" // what was last said of words that may not be on the server
  #isResting = false

  connectedCallback() {
    this.form = this.closest("form")
    for (const type of ["input", "change"]) this.form.addEventListener(type, this)
    window.addEventListener("online", this)
    document.addEventListener("visibilitychange", this)
  }

  disconnectedCallback() {
    for (const type of ["input", "change"]) this.form.removeEventListener(type, this)
    window.removeEventListener("online", this)
    document.removeEventListener("visibilitychange", this)
    this.save()
  }

  handleEvent({ type }) {
    if (type === "online" || (type === "visibilitychange" && document.hidden)) this.save()
    else if (type !== "visibilitychange") this.#soon()
  }

  /** Nothing is sent from now on: its words are about to be saved. Resolves when nothing is under way. */
  async rest() {
    this.#isResting = true
    clearTimeout(this.#timer)
    await Promise.race([this.#underWay, new Promise((resolve) => setTimeout(resolve, 1_000))])
  }

  /** They were not, or there are new ones. */
  resume() {
    this.#isResting = false
    this.#soon()
  }

  /** Send what the server does not have yet; resolves when it is there, or can't be. */
  save() {
    clearTimeout(this.#timer)
    const typing = this.form.querySelector("desk-typing")
    if (this.#isResting || typing.isDone || !typing.isDirty || typing.state === this.#sent) return this.#underWay
    this.#underWay ??= this.#send(typing).finally(() => (this.#underWay = null))
    return this.#underWay
  }

  #soon() {
    if (this.#isResting) return
    clearTimeout(this.#timer)
    this.#latest ||= Date.now() + LATEST
    this.#timer = setTimeout(() => this.save(), Math.max(0, Math.min(PAUSE, this.#latest - Date.now())))
  }

  /** What is in doubt is spoken once, and once that it no longer is; every other save is only to be seen. */
  #tell(words, isDoubtful) {
    this.textContent = words
    if (isDoubtful ? words !== this.#doubt : this.#doubt) speak(this.form, words)
    this.#doubt = isDoubtful ? words : ""
  }

  async #send(typing) {
    const { state, parcel } = typing
    parcel.set("mode", this.dataset.mode)
    this.#latest = 0
    try {
      const { saved } = JSON.parse((await ask(this.dataset.address, parcel)).text)
      this.#sent = state
      if (typing.state === state) this.#tell(this.dataset.saved.replace("00:00", saved), false)
      else if (this.isConnected) this.#soon()
    } catch (refusal) {
      this.#tell(this.#standing(typing, refusal), true)
      if (this.isConnected) this.#timer = setTimeout(() => this.save(), AGAIN)
    }
  }

  /** Where the words are now, after a refusal. */
  #standing(typing, { status, message }) {
    if (LASTING.includes(status)) return message
    return typing.isKept ? this.dataset.later : this.dataset.failed
  }
}
customElements.define("desk-autosave", DeskAutosave)
