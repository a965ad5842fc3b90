// What few readers need comes as a module of its own when it is first asked for: pictures opened large, a slider
// between two of them, sharing, cards of others' posts, and players.
const wanted = (name) => import(document.querySelector("main").getAttribute(`data-${name}`))
const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey)

addEventListener("click", (event) => {
  const link = event.target.closest(".zoom, share-entry a")
  if (!link || !isPlain(event)) return
  event.preventDefault()
  const [name, verb] = link.matches(".zoom") ? ["before-after", "zoom"] : ["share", "share"]
  wanted(name).then((module) => module[verb](link), () => location.assign(link.href))
})

addEventListener("keydown", (event) => {
  if (event.key !== " " || !isPlain(event) || !event.target.matches("share-entry a")) return
  event.preventDefault()
  event.target.click()
})

class ShareEntry extends HTMLElement {
  connectedCallback() {
    this.querySelector("a").role = "button" // without script it is a link
  }
}
customElements.define("share-entry", ShareEntry)

// Of these elements each has its module.
let unseen = ["before-after", "embed-card", "stream-player", "video", "audio"]
function lookForThem() {
  unseen = unseen.filter((name) => {
    const isHere = document.querySelector(name)
    if (isHere) wanted(name)
    return !isHere
  })
}
new MutationObserver(lookForThem).observe(document.querySelector("main"), { childList: true, subtree: true })
lookForThem()
