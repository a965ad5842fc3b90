// LiveLine: brings frames after a version, over the stream or, where that fails, the change list.
// `page` has: version, apply(frame) → false on a gap, begin_anew() → promise, told(state).
const BEAT_LOST = 40_000 // ms of silence after which a line is given up
const ANSWER = 15_000 // ms after which the next try is given up that has not brought anything
const POLL = 5_000
const POLL_HIDDEN = 60_000
const STREAM_AGAIN = 60_000 // while polling

class LiveLine {
  #page
  #stop = new AbortController() // of what is under way
  #heard = 0 // by the clock: a hidden tab's timers sleep
  #failures = 0
  #retry = 0
  #timer
  #watch

  constructor(page) {
    this.#page = page
  }

  open() {
    this.close()
    this.#heard = Date.now()
    this.#watch = setInterval(() => !document.hidden && Date.now() - this.#heard > BEAT_LOST && this.#failed(), 5_000)
    this.#follow(this.#fresh())
  }

  // Let the stream go (a browser opens but six lines to a host) and ask now and then: the tab's title counts on.
  rest() {
    this.close()
    this.#page.writing(false)
    this.#poll(this.#fresh(), Infinity)
  }

  close() {
    this.#stop.abort()
    clearTimeout(this.#timer)
    clearInterval(this.#watch)
  }

  #fresh() {
    this.#stop.abort()
    this.#stop = new AbortController()
    return this.#stop.signal
  }

  async #follow(signal) {
    try {
      const { version } = this.#page
      const answer = await fetch(`${this.#page.dataset.stream}?after=${version}`, {
        signal,
        cache: "no-store",
        headers: { Accept: "text/event-stream", "Last-Event-ID": version },
      })
      if (!answer.ok) throw Object.assign(new Error(answer.statusText), { status: answer.status })
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
      for (let text = "", part; !(part = await reader.read()).done; ) {
        this.#heard = Date.now()
        text += part.value
        const events = text.split("\n\n")
        text = events.pop()
        for (const event of events) if (!(await this.#take(event))) return
      }
      throw new Error("ended")
    } catch (error) {
      if (!signal.aborted) this.#failed(error.status)
    }
  }

  // One event; false when this line is to be left.
  async #take(event) {
    const said = Object.fromEntries(event.split("\n").map((line) => line.split(/: (.*)/s, 2)))
    if (said.retry) this.#retry = +said.retry
    if (!said.event) return true
    this.#failures = 0
    if (said.event === "reset") return this.#reset()
    const data = JSON.parse(said.data)
    this.#page.told(data.behind ? "behind" : "")
    if (said.event === "beat") this.#page.writing(data.writing)
    const current = said.event === "beat" ? data.version <= this.#page.version : this.#page.apply(data)
    if (!current) this.#failed()
    return current
  }

  async #reset() {
    await this.#page.begin_anew()
    this.open()
    return false
  }

  // Come back after a while, not all readers at once; after two failures or a full server ask the change list.
  #failed(status) {
    const signal = this.#fresh()
    this.#failures++
    const poll = status === 503 || this.#failures > 2
    if (this.#failures > 1 && status !== 503) this.#page.told("lost")
    const wait = this.#retry || Math.min(30_000, 500 * 2 ** this.#failures)
    this.#retry = 0
    this.#heard = Date.now() + wait + ANSWER - BEAT_LOST
    clearTimeout(this.#timer)
    const next = () => (poll ? this.#poll(signal, Date.now() + STREAM_AGAIN) : this.#follow(signal))
    this.#timer = setTimeout(next, poll ? Math.random() * POLL : wait * (0.5 + Math.random()))
  }

  async #poll(signal, until) {
    this.#heard = Date.now()
    try {
      const answer = await fetch(`${this.#page.dataset.changes}?after=${this.#page.version}`, { signal })
      if (!answer.ok) throw new Error(answer.statusText)
      const { reset, frames } = await answer.json()
      this.#page.told("")
      if (reset) return await this.#reset()
      for (const frame of frames) this.#page.apply(frame)
    } catch {
      if (signal.aborted) return
      this.#page.told("lost")
    }
    const next = () => (Date.now() > until ? this.#follow(this.#fresh()) : this.#poll(signal, until))
    this.#timer = setTimeout(next, (document.hidden ? POLL_HIDDEN : POLL) * (0.75 + Math.random() / 2))
  }
}
