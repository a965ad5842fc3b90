// <desk-follow>: what others do arrives here, without touching what is being typed.
import { waysOn } from "liveblog/refused"
import { say, sentenceFor, signs } from "liveblog/send"

const EVERY = 10_000 // drafts have no stream

class DeskFollow extends HTMLElement {
  #address
  #stream
  #timer
  #soon
  #last = ""
  #posts = 0
  #postedAt = 0
  #alarm

  connectedCallback() {
    this.#alarm = this.#worker
    for (const type of ["desk-done", "htmx:beforeSwap"]) this.addEventListener(type, this)
    for (const type of ["htmx:configRequest", "htmx:responseError", "htmx:sendError", "htmx:afterRequest"])
      document.body.addEventListener(type, this)
    document.addEventListener("visibilitychange", this)
    this.#open()
  }

  disconnectedCallback() {
    for (const type of ["desk-done", "htmx:beforeSwap"]) this.removeEventListener(type, this)
    for (const type of ["htmx:configRequest", "htmx:responseError", "htmx:sendError", "htmx:afterRequest"])
      document.body.removeEventListener(type, this)
    document.removeEventListener("visibilitychange", this)
    this.#close()
  }

  handleEvent({ type, detail }) {
    if (type === "desk-done") this.#refreshSoon()
    else if (type === "visibilitychange") document.hidden ? this.#close() : (this.#open(), this.#refreshSoon())
    else if (type === "htmx:configRequest") this.#prepare(detail)
    else if (type === "htmx:beforeSwap") this.#spare(detail)
    else if (type === "htmx:afterRequest") this.#answered(detail)
    else this.#failed(detail)
  }

  /** A hidden tab holds no connection: a browser has six for each host. */
  #open() {
    this.#close()
    this.#timer = setInterval(() => this.#refresh(), EVERY)
    this.#address = document.querySelector("#bar").dataset.stream // only a public page has one
    if (!this.#address) return
    this.#stream = new EventSource(this.#address)
    for (const type of ["arrived", "changed", "gone", "page", "reset"])
      this.#stream.addEventListener(type, (event) => this.#heard(event))
  }

  #close() {
    clearInterval(this.#timer)
    this.#stream?.close()
  }

  #heard({ data }) {
    document.dispatchEvent(new CustomEvent("desk-frame", { detail: JSON.parse(data) }))
    this.#refreshSoon()
  }

  #refreshSoon() {
    clearTimeout(this.#soon)
    this.#soon = setTimeout(() => this.#refresh(), 150)
  }

  #refresh() {
    if (!this.isConnected || this.#posts) return
    htmx.ajax("GET", this.dataset.now, { source: this, target: "#timeline", swap: "outerHTML" }).catch(() => {}) // said by #failed
  }

  /** While something is being done its button must stay: nothing is renewed before the answer is here. */
  #prepare(detail) {
    detail.begun = performance.now()
    if (detail.verb === "post") this.#posts++
    if (detail.elt !== this) for (const dialog of document.querySelectorAll("dialog:has([data-part=refused])")) this.#refused(dialog).replaceChildren()
    const downTo = document.querySelector("#timeline")?.dataset.downTo
    Object.assign(detail.headers, signs())
    if (downTo) detail.parameters.down_to ??= downTo
  }

  /** What is older than the last deed is not put in, nor the same again: it would only disturb. Nor under a finger that presses. */
  #spare(detail) {
    const isOurs = detail.requestConfig.elt === this
    if (isOurs && document.querySelector("button:active, a:active")) {
      detail.shouldSwap = false
      return this.#refreshSoon()
    }
    const isOld = this.#posts || detail.requestConfig.begun < this.#postedAt
    if (isOurs && (isOld || detail.xhr.responseText === this.#last)) detail.shouldSwap = false
    else this.#last = isOurs ? detail.xhr.responseText : ""
  }

  #answered({ elt, successful, xhr, requestConfig }) {
    if (requestConfig.verb === "post") {
      this.#posts--
      this.#postedAt = performance.now()
    }
    if (elt === this && successful) this.#stale("")
    if (document.querySelector("#bar").dataset.stream !== this.#address) this.#open()
    if (this.#alarm !== this.#worker) document.querySelector("#spoken").textContent = this.#alarm = this.#worker
    if (!xhr.getResponseHeader("HX-Retarget")) return
    const typing = elt.querySelector("desk-typing")
    typing?.settle(typing.state) // done: the desk shows it
    const dialog = elt.closest("dialog")
    if (!dialog) return
    dialog.close()
    const again = () => say(...document.querySelector("#said").childNodes)
    requestAnimationFrame(() => requestAnimationFrame(again)) // behind the dialog nobody heard it
  }

  /** What the desk says of a worker that is away. */
  get #worker() {
    return document.querySelector("#no-worker")?.textContent.trim() ?? ""
  }

  #failed({ elt, xhr }) {
    const words = sentenceFor(xhr.status, xhr.getResponseHeader("Content-Type") ?? "", xhr.responseText || " ")
    if (elt === this) return this.#stale(words)
    const dialog = document.querySelector("dialog[open]:has([data-part=refused])") // it covers all the rest
    const again = () => (elt.isConnected ? htmx.trigger(elt, elt.matches("form") ? "submit" : "click") : location.reload())
    const sentence = Object.assign(document.createElement("span"), { className: "error", textContent: words })
    const said = [sentence, ...waysOn(xhr.status, { again, isIn: Boolean(dialog) })]
    if (dialog) this.#refused(dialog).replaceChildren(...said)
    else say(...said)
  }

  #refused(dialog) {
    return dialog.querySelector("[data-part=refused]")
  }

  #stale(words) {
    const place = document.querySelector("#stale")
    if (place.textContent !== words) place.textContent = words
  }
}
customElements.define("desk-follow", DeskFollow)
