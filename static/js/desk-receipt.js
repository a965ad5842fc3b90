// <desk-receipt>: asks each public address, from here and as any reader would, whether a withdrawn
// entry is still to be seen there; asks again until it is gone, for half a minute.
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
  async page(address, { entry, words }, signal) {
    const there = await readerDocument(address, signal)
    return !there.querySelector(`#entry-${entry}, [data-entry="${entry}"]`) && !holds(there, words)
  },
  async json_ld(address, { entry, words }, signal) {
    const script = (await readerDocument(address, signal)).querySelector("script[type='application/ld+json']")
    const updates = JSON.parse(script.textContent).liveBlogUpdate ?? []
    return !updates.some(({ url }) => url.endsWith(`#entry-${entry}`)) && !holds(script, words)
  },
  async address(address, _entry, signal) {
    return (await asReader(address, signal)).status === 410
  },
  async feed(address, { entry, words }, signal) {
    const there = await readerDocument(address, signal, "application/xml")
    const links = [...there.querySelectorAll("entry > link")].map((link) => link.getAttribute("href"))
    return !links.some((link) => link.endsWith(`/entries/${entry}/`)) && !holds(there, words)
  },
  async changes(address, receipt, signal) {
    const said = JSON.parse(await textOf(address, signal))
    return said.version < Number(receipt.version) ? null : !(said.frames ?? []).some((frame) => shows(frame, receipt))
  },
  async stream(address, receipt, signal) {
    const frames = await framesOf(address, Number(receipt.version), signal)
    return !frames.some((frame) => shows(frame, receipt))
  },
  async told(address) {
    return (await (await fetch(address, { headers: { "HX-Request": "true" } })).json()).told
  },
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

async function readerDocument(address, signal, kind = "text/html") {
  return new DOMParser().parseFromString(await textOf(address, signal), kind)
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
