// Loaded when it is first needed: a picture opens in a <dialog>, of a row one after the other; a slider parts two.

/** Show the picture of this link as large as there is room; it goes when its picture leaves the page. */
export function zoom(link) {
  const dialog = document.getElementById("zoom").content.firstElementChild.cloneNode(true)
  const row = () => [...(link.closest(".picture-row")?.querySelectorAll(".zoom") ?? [link])]
  let address

  function show(next) {
    link = next
    address = link.href
    const picture = link.firstElementChild.cloneNode(true)
    for (const part of picture.children) part.sizes = "1600px" // the largest there is
    picture.lastElementChild.loading = "eager"
    const caption = link.nextElementSibling?.cloneNode(true)
    dialog.firstElementChild.replaceChildren(picture, ...(caption ? [caption] : []))
    const [at, { length }] = [row().indexOf(link), row()]
    dialog.querySelector("[role=status]").textContent = length > 1 ? `${at + 1} / ${length}` : ""
    for (const [way, has] of [[-1, at > 0], [1, at < length - 1]]) {
      const button = dialog.querySelector(`[data-step="${way}"]`)
      button.hidden = length < 2
      button.ariaDisabled = !has // it keeps the focus
    }
  }

  function step(way) {
    const next = row()[row().indexOf(link) + way]
    if (next) show(next)
  }

  const watch = new MutationObserver(() => {
    if (!link.isConnected || link.href !== address) dialog.close()
  })
  dialog.addEventListener("click", ({ target }) => {
    const way = target.closest("[data-step]")?.dataset.step
    if (way === "0" || target === dialog) dialog.close()
    else if (way) step(Number(way))
  })
  dialog.addEventListener("keydown", ({ key }) => {
    const forth = getComputedStyle(dialog).direction === "rtl" ? "ArrowLeft" : "ArrowRight"
    if (["ArrowLeft", "ArrowRight"].includes(key)) step(key === forth ? 1 : -1)
  })
  dialog.addEventListener("close", () => {
    watch.disconnect()
    dialog.remove()
  })
  show(link)
  link.focus({ preventScroll: true }) // where the focus goes back to; not every browser focuses a clicked link
  document.body.append(dialog)
  watch.observe(document.querySelector("main"), { subtree: true, childList: true, attributeFilter: ["href"] })
  dialog.showModal()
}

// <before-after>: its second picture lies over the first, and the slider says from where on it is seen.
class BeforeAfter extends HTMLElement {
  connectedCallback() {
    compare(this)
  }
}

function compare(pair) {
  const label = pair.querySelector("label")
  const range = label.querySelector("input")
  label.hidden = false
  const isRtl = getComputedStyle(pair).direction === "rtl"
  const cut = () => {
    const shown = pair.querySelectorAll("picture")[1] // asked each time: a correction may bring another
    const [at, end] = [`${range.value}%`, "0 0 0"]
    shown?.getAnimations().forEach((old) => old.cancel())
    // an animation, not a style: what a correction of the entry takes for its own stays out of it
    shown?.animate({ clipPath: isRtl ? [`inset(0 ${at} 0 0)`, `inset(0 ${at} 0 0)`] : [`inset(${end} ${at})`, `inset(${end} ${at})`] }, { fill: "forwards" })
  }
  range.addEventListener("input", cut)
  cut()
}
customElements.define("before-after", BeforeAfter)
