// <desk-composer>: sends the form in which an entry is written. Not a word leaves it before the
// server has answered; what goes wrong is said in it.
import { meet } from "liveblog/company"
import { fill } from "liveblog/kept"
import { lineIsBack } from "liveblog/line"
import { logIn } from "liveblog/login"
import { blame, bothTexts, trouble } from "liveblog/mistakes"
import { ask, parsed, say } from "liveblog/send"

const LONG = 60_000 // ms without a line after which one is asked before anything goes out
const AWAY = [0, 502, 503, 504] // no answer, no server behind the proxy, no database: harmless again, by its key
const left = [] // what was unsaved when another entry was opened, the last one last

class DeskComposer extends HTMLElement {
  #isBusy = false
  #waiting = new AbortController() // for the line

  connectedCallback() {
    this.form = this.querySelector("form")
    this.typing = this.querySelector("desk-typing")
    this.autosave = this.querySelector("desk-autosave")
    for (const type of ["submit", "desk-take"]) this.addEventListener(type, this)
    for (const type of ["click", "desk-sent-back"]) document.addEventListener(type, this)
    this.#showLeft()
  }

  disconnectedCallback() {
    for (const type of ["submit", "desk-take"]) this.removeEventListener(type, this)
    for (const type of ["click", "desk-sent-back"]) document.removeEventListener(type, this)
    this.#waiting.abort()
  }

  handleEvent(event) {
    if (event.type === "desk-take") return this.#open(event.detail.address, event.detail)
    if (event.type === "desk-sent-back") return this.#letGo(event.detail.entry)
    if (event.type === "submit") {
      event.preventDefault()
      return this.#send(event.submitter)
    }
    const button = event.target.closest?.("[data-compose], desk-composer [data-do]")
    if (button?.dataset.compose) this.#open(button.dataset.compose)
    else if (button?.dataset.do === "leave") this.#open(this.dataset.fresh)
    else if (button?.dataset.do === "back") this.#back()
    else if (button?.dataset.do === "overwrite") this.#overwrite(button.dataset)
    else if (button?.dataset.do === "merge") this.#merge(button.dataset)
    else if (button?.dataset.do === "theirs") this.#takeTheirs(button.dataset.theirs)
    else if (button?.dataset.do === "anew") this.#anew()
    else if (button?.dataset.do === "stay") this.#stopWaiting()
  }

  /** POST the form; true once the server has it. */
  async #send(button) {
    if (this.#isBusy || (!button.matches("[data-draft]") && this.#holdsPicture())) return false
    const sent = this.typing.state
    this.#stopWaiting()
    say()
    this.#busy(true)
    try {
      await this.autosave.rest()
      const address = button.getAttribute("formaction") ?? this.form.getAttribute("action")
      const { status, text } = await ask(address, this.typing.parcel)
      if (status === 409) bothTexts(this.form, parsed(text))
      else if (status === 422) blame(this.form, parsed(text))
      else if (button.matches("[data-draft]")) this.#stay(parsed(text), sent)
      else this.#finish(parsed(text), sent)
      return status === 200
    } catch (refusal) {
      trouble(this.form, refusal)
      this.#goOn(refusal, button, sent)
      return false
    } finally {
      this.#busy(false)
      this.autosave.resume()
    }
  }

  /** What is missing comes back: then the deed is done. */
  async #goOn(refusal, button, sent) {
    if (refusal.status === 401) {
      if (await logIn()) this.#send(button)
    } else if (AWAY.includes(refusal.status) && button.matches("[data-main]")) this.#waitForLine(button, sent, refusal)
  }

  async #waitForLine(button, sent, refusal) {
    const askedAt = new Date()
    const { signal } = (this.#waiting = new AbortController())
    const words = fromTemplate("no-line")
    if (refusal.status) words.querySelector("[data-part=why]").textContent = refusal.message
    trouble(this.form, words)
    if (!(await lineIsBack(signal)) || signal.aborted) return
    if (Date.now() - askedAt < LONG && this.typing.state === sent) return this.#send(button)
    const question = fromTemplate("line-back")
    question.querySelector("[data-part=time]").textContent = askedAt.toTimeString().slice(0, 5)
    question.querySelector("[data-do=go]").addEventListener("click", () => this.#send(button))
    trouble(this.form, question)
  }

  #stopWaiting() {
    this.#waiting.abort()
    trouble(this.form, "")
  }

  /** The draft is on the server; go on writing where one was. */
  #stay(answer, sent) {
    const revision = answer.querySelector("[name=based_on]").value
    const settled = JSON.parse(sent).map(([name, value]) => [name, name === "based_on" ? revision : value])
    this.form.elements.based_on.value = revision
    this.dataset.entry = answer.querySelector("desk-composer").dataset.entry
    this.typing.dataset.address = answer.querySelector("desk-typing").dataset.address
    this.typing.settle(JSON.stringify(settled))
    for (const part of ["h2", "[data-part=buttons]"]) this.querySelector(part).replaceWith(answer.querySelector(part))
    blame(this.form, answer)
    this.#tell(answer)
  }

  #finish(answer, sent) {
    if (this.typing.state === sent) this.typing.forget()
    else this.typing.settle(sent) // what was typed meanwhile is offered again
    this.#tell(answer)
    this.#become(answer)
  }

  #become(answer) {
    const composer = answer.querySelector("desk-composer")
    this.replaceWith(composer)
    composer.querySelector(".headline").focus()
    document.dispatchEvent(new Event("desk-opened"))
    return composer
  }

  #tell(answer) {
    say(...(answer.querySelector("[data-part=said]")?.childNodes ?? []))
    this.dispatchEvent(new CustomEvent("desk-done", { bubbles: true }))
  }

  /** Load another entry (or a fresh form), with a copy's words in it; unsent ones here become a draft first, or are left as they are. */
  async #open(address, copy, isKept = false) {
    if (this.#isBusy || this.#holdsPicture()) return
    if (!copy && !isKept && this.typing.isDirty) {
      const draft = this.querySelector("[data-draft]")
      if (!draft || !(await this.#send(draft))) return this.#turnTo(address)
    }
    this.#busy(true)
    try {
      const answer = parsed((await ask(address || this.dataset.fresh)).text)
      const company = answer.querySelector("[data-part=company]")
      if (company) return this.#meet(company, address, copy)
      const composer = this.#become(answer)
      if (copy) composer.typing.restore(copy)
    } catch (refusal) {
      trouble(this.form, refusal)
      if (copy) this.typing.restore({ ...copy, fields: copy.fields.filter(([name]) => name !== "key" && name !== "based_on") })
    } finally {
      this.#busy(false)
    }
  }

  /** Open something else; what is unsaved here is kept as it stands, one button away. True once it is open. */
  async #turnTo(address, copy) {
    const unsaved = this.typing.isDirty && address !== this.dataset.fresh && this.typing.copy
    await this.#open(address, copy, true)
    if (this.isConnected) return false
    if (unsaved) left.push(unsaved)
    document.querySelector("desk-composer").#showLeft()
    return true
  }

  async #back() {
    const copy = left.pop()
    if (copy && !(await this.#turnTo(copy.address, copy))) left.push(copy)
  }

  #showLeft() {
    const part = this.querySelector("[data-part=left]")
    const words = new Map(left.at(-1)?.fields)
    part.hidden = !left.length
    part.querySelector("q").textContent = words.get("headline") || parsed(words.get("body") ?? "").textContent.slice(0, 80)
  }

  /** A colleague has it open: only those who wait, or take over, open it. */
  async #meet(company, address, copy) {
    if (await meet(company)) this.#open(`${address}?anyway`, copy, true)
  }

  /** Its author has it back, and must not be told that it is being edited here. */
  #letGo(entry) {
    if (entry === this.dataset.entry && !this.typing.isDirty) this.#open(this.dataset.fresh)
  }

  #overwrite({ revision, action }) {
    this.form.elements.based_on.value = revision
    if (action) this.form.setAttribute("action", action)
    this.#send(this.querySelector("[data-main]"))
  }

  /** Both texts into the form, to be looked through: nothing is sent. */
  #merge({ headline, kicker, body, revision, action, said }) {
    const mine = this.typing.copy.fields.filter(([name]) => !["headline", "kicker", "body", "based_on"].includes(name))
    fill(this.form, [...mine, ["headline", headline], ["kicker", kicker], ["body", body], ["based_on", revision]])
    if (action) this.form.setAttribute("action", action)
    trouble(this.form, "")
    say(said)
    this.querySelector(".headline").focus()
  }

  /** Mine stay a copy of their own, and are offered again. */
  async #takeTheirs(address) {
    await this.autosave.save()
    this.#open(address, null, true)
  }

  /** The same words as an entry of their own. */
  async #anew() {
    const { copy } = this.typing
    const fields = copy.fields.filter(([name]) => !["key", "based_on", "note"].includes(name))
    await this.#open("", { ...copy, fields })
    if (!this.isConnected) this.typing.forget()
  }

  /** A picture without words is nowhere yet: it would be lost with this form. */
  #holdsPicture() {
    const isHere = Boolean(this.querySelector(".picture-panel:not([hidden])"))
    if (isHere) trouble(this.form, this.dataset.picture)
    return isHere
  }

  #busy(isBusy) {
    this.#isBusy = isBusy
    this.form.setAttribute("aria-busy", isBusy)
    for (const button of this.form.querySelectorAll(".actions button")) button.disabled = isBusy
  }
}
customElements.define("desk-composer", DeskComposer)

function fromTemplate(id) {
  return document.getElementById(id).content.cloneNode(true)
}
