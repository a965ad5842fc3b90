"""What somebody hears who uses the desk by ear, as browsers hand it to screen readers.

A polite region speaks what comes into it while it is there; an alert also when it comes with its words.
Nothing behind an open dialog speaks. A heading that gets the focus is read, a field with what is wrong in it.
"""

import re

from tests.serving import eventually

LISTEN = """() => {
  const heard = (window.heard = [])
  const changed = new Set()
  let there = new Set()
  const words = (element) => element.innerText.replaceAll(/\\s+/g, " ").trim()
  const regions = () => {
    const dialog = document.querySelector("dialog:modal")
    const all = [...document.querySelectorAll("[role=status], [role=alert], [aria-live]")]
    return all.filter((one) => one.checkVisibility() && (!dialog || dialog.contains(one)))
  }
  const frame = () => {
    const now = new Set(regions())
    for (const region of now) {
      const speaks = there.has(region) ? changed.has(region) : region.matches("[role=alert]")
      if (speaks && words(region)) heard.push(words(region))
    }
    there = now
    changed.clear()
    requestAnimationFrame(frame)
  }
  const note = (records) => {
    for (const { target, addedNodes, type } of records) {
      const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target
      const region = element?.closest("[role=status], [role=alert], [aria-live]")
      if (region && (type !== "childList" || addedNodes.length)) changed.add(region)
    }
  }
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden"] })
  document.addEventListener("focusin", ({ target }) => {
    const wrong = target.getAttribute("aria-invalid") === "true" && target.getAttribute("aria-describedby")
    const read = target.matches("h2, h3") ? [target] : (wrong || "").split(" ").map((id) => document.getElementById(id))
    heard.push(...read.filter(Boolean).map(words).filter(Boolean))
  })
  there = new Set(regions())
  requestAnimationFrame(frame)
}"""


def listen(tab):
    """From now on: what is there already has been read with the page."""
    tab.evaluate(LISTEN)


def all_heard(tab):
    """In its order; every time is 00:00 of 1 January."""
    said = [re.sub(r"\w+day \d+ \w+", "Monday 1 January", one) for one in tab.evaluate("window.heard")]
    return [re.sub(r"\d\d:\d\d", "00:00", one) for one in said]


def hear(tab, words):
    eventually(lambda: words in all_heard(tab), within=15, what=words)
