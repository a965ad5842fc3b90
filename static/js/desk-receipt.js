// <desk-receipt>: asks each public address, from here and as any reader would, whether a withdrawn
// entry is still to be seen there; asks again until it is gone, for half a minute.
import { ask, parsed } from "liveblog/send"

const LONGEST = 30_000
const PAUSE = 1_000

class DeskReceipt extends HTMLElement {
  #stop

  connectedCallback() {
    this.addEventListener("click", this)
    this.#ask()
  }

  disconnectedCallback() {
    this.removeEventListener("click", this)
    this.#stop.abort()
  }

  handleEvent({ target }) {
    if (target.dataset.do === "away") this.remove()
    else if (target.dataset.do === "again") this.#ask()
  }

  async #ask() {
    this.#stop?.abort()
    const { signal } = (this.#stop = new AbortController())
    this.querySelector("[data-part=all]").textContent = ""
    const lines = [...this.querySelectorAll("[data-check]")]
    const gone = await Promise.all(lines.map((line) => this.#follow(line, signal)))
    if (!signal.aborted)
      this.querySelector("[data-part=all]").textContent = gone.every(Boolean) ? this.dataset.all : this.dataset.some
  }

  async #follow(line, signal) {
    const { check, asks } = line.dataset
    const until = Date.now() + LONGEST
    this.#show(line, "asking")
    while (!signal.aborted) {
      const isGone = await CHECKS[check](asks, this.dataset, signal).catch(() => null)
      if (isGone) return this.#show(line, check === "told" ? "told" : "gone")
      if (Date.now() > until || (check === "told" && isGone === false))
        return this.#show(line, check === "told" ? "untold" : isGone === null ? "silent" : "there")
      await new Promise((done) => setTimeout(done, PAUSE))
    }
    return false
  }

  #show(line, state) {
    line.dataset.state = state
    line.querySelector("[data-part=found]").textContent = this.dataset[state]
    return state === "gone" || state === "told"
  }
}

// Each gives true when the entry is gone, false when it is there, and throws or gives null without a good answer.
const CHECKS = {
  /** No answer names it, whatever its kind. A page that lists nothing any more is not found. */
  async unseen(address, receipt, signal) {
    const answer = await asReader(address, signal)
    if ([404, 410].includes(answer.status)) return true
    if (answer.status !== 200) return null
    return !tells(await answer.text(), answer.headers.get("Content-Type"), receipt)
  },
  async json_ld(address, { entry, words }, signal) {
    const script = (await readerDocument(address, signal)).querySelector("script[type='application/ld+json']")
    if (!script) return true // a page without updates has none
    const updates = JSON.parse(script.textContent).liveBlogUpdate ?? []
    return !updates.some(({ url }) => url.endsWith(`#entry-${entry}`)) && !holds(script, words)
  },
  /** No answer has the address of a picture. */
  async unshown(address, { token }, signal) {
    const answer = await asReader(address, signal)
    if ([404, 410].includes(answer.status)) return true
    return answer.status === 200 ? !(await answer.text()).includes(token) : null
  },
  /** A picture that nothing else shows. */
  async absent(address, _receipt, signal) {
    return [404, 410].includes((await asReader(address, signal)).status)
  },
  async withdrawn(address, _receipt, signal) {
    return (await asReader(address, signal)).status === 410
  },
  async changes(address, receipt, signal) {
    const said = JSON.parse(await textOf(address, signal))
    return said.version < Number(receipt.version) ? null : !(said.frames ?? []).some((frame) => shows(frame, receipt))
  },
  async stream(address, receipt, signal) {
    const frames = await framesOf(address, Number(receipt.version), signal)
    return !frames.some((frame) => shows(frame, receipt))
  },
  /** What one finds at the desk among what is out: asked with the login of the desk. */
  async found(address, { entry }, signal) {
    const { status, text } = await ask(address, null, { signal })
    return status === 200 ? !parsed(text).querySelector(`#found-${entry}`) : null
  },
  async told(address, _receipt, signal) {
    return JSON.parse((await ask(address, null, { signal })).text).told
  },
}

/** Whether the text of an answer gives the entry's address or its place, or says its words. */
function tells(text, kind, { entry, words }) {
  if (new RegExp(`(/entries/${entry}/|entry-${entry}\\b|data-entry="${entry}")`).test(text)) return true
  if (!words) return false
  if (/json/.test(kind)) return JSON.stringify(JSON.parse(text)).includes(JSON.stringify(words).slice(1, -1))
  return holds(new DOMParser().parseFromString(text, /xml/.test(kind) ? "application/xml" : "text/html"), words)
}

function asReader(address, signal, wait = 5_000) {
  const both = AbortSignal.any([signal, AbortSignal.timeout(wait)])
  return fetch(address, { credentials: "omit", cache: "no-store", signal: both })
}

async function textOf(address, signal) {
  const answer = await asReader(address, signal)
  if (answer.status !== 200) throw new Error(answer.status)
  return answer.text()
}

async function readerDocument(address, signal) {
  return new DOMParser().parseFromString(await textOf(address, signal), "text/html")
}

/** Frames of a stream until it has told of the version, or says that the page must be fetched again. */
async function framesOf(address, version, signal) {
  const stop = new AbortController()
  const reader = (await asReader(address, AbortSignal.any([signal, stop.signal]))).body
    .pipeThrough(new TextDecoderStream())
    .getReader()
  let text = ""
  try {
    while (true) {
      const { value, done } = await reader.read()
      text += value ?? ""
      const events = text.split("\n\n").slice(0, -1)
      const frames = events.map((event) => event.match(/^data: (.*)$/m)).filter(Boolean).map((found) => JSON.parse(found[1]))
      if (done || /^event: reset$/m.test(text) || frames.some((frame) => frame.version >= version)) return frames
    }
  } finally {
    stop.abort()
  }
}

function shows(frame, { entry, words }) {
  if (frame.entry === Number(entry) && frame.html) return true
  const html = [frame.html, ...Object.values(frame.parts ?? {})].join(" ")
  return holds(new DOMParser().parseFromString(html, "text/html"), words)
}

function holds(node, words) {
  const text = (node.documentElement ?? node).textContent.replace(/\s+/g, " ")
  return words !== "" && text.includes(words)
}

customElements.define("desk-receipt", DeskReceipt)
