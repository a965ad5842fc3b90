// What few readers need comes as a module of its own when it is first asked for: pictures opened large, a slider
// between two of them, sharing, and cards of others' posts.
const wanted = (name) => import(document.querySelector("main").dataset[name])
const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey)

addEventListener("click", (event) => {
  const link = event.target.closest(".zoom, share-entry a")
  if (!link || !isPlain(event)) return
  event.preventDefault()
  const [name, verb] = link.matches(".zoom") ? ["pictures", "zoom"] : ["share", "share"]
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

class BeforeAfter extends HTMLElement {
  connectedCallback() {
    wanted("pictures").then(({ compare }) => compare(this))
  }
}
customElements.define("before-after", BeforeAfter)

const cards = new MutationObserver(lookForCards)
function lookForCards() {
  if (!document.querySelector("embed-card")) return
  cards.disconnect()
  wanted("cards")
}
cards.observe(document.querySelector("main"), { childList: true, subtree: true })
lookForCards()
