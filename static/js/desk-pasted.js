// Pasted HTML in the words of a canonical body (coverage/markup/canonical.py), before the editor reads it.
// What Word, Google Docs, web pages and mails wrap around the words goes; their lists become lists.
import { partAtBreaks, rename, unwrap, wrapWords } from "liveblog/parting"

const UNREAD = /<(script|style|template|noscript|title|textarea|iframe|object|svg|xml)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<!\[[^>]*>/gi
const UNSEEN = /display:\s*none|mso-hide:\s*all|visibility:\s*hidden/i
// not the text: what was struck out of it, and what colleagues remarked on it in Word
const BESIDE = "del, .MsoCommentReference, [data-style*='mso-element:comment-list']"
const SAFE = /^(https?:\/\/[^/]|mailto:.|tel:.)/i
const LOOKS = { strong: /(?<![\w-])font-weight:\s*(bold|[6-9]00)/i, em: /(?<![\w-])font-style:\s*italic/i, sup: /vertical-align:\s*super/i, sub: /vertical-align:\s*sub\b/i }

/** The same words, with nothing around them that the editor would show and the server not keep. */
export function cleaned(html) {
  if (html.includes("data-pm-slice")) return html // out of an editor of ours
  const { body } = new DOMParser().parseFromString(inert(html), "text/html")
  for (const element of body.querySelectorAll("[hidden], [data-style]")) if (isUnseen(element)) element.remove()
  for (const element of body.querySelectorAll(BESIDE)) element.remove()
  makeWordLists(body)
  for (const element of body.querySelectorAll("[data-style]")) keepLook(element)
  for (const link of body.querySelectorAll("a")) tidyLink(link)
  for (const block of body.querySelectorAll("h1, h2, h3, h5, h6")) rename(block, "h4")
  for (const cell of body.querySelectorAll("td, th, caption, dt, dd, figure, figcaption")) rename(cell, "div")
  for (const list of [...body.querySelectorAll(":is(ul, ol) :is(ul, ol)")].reverse()) flatten(list)
  wrapWords(body)
  partAtBreaks(body)
  return body.innerHTML
}

/** Styles and handlers under other names: our policy stops them even where nothing is shown, and complains. */
function inert(html) {
  const renamed = (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son\w+\s*=/gi, " data-off=")
  return html.replace(UNREAD, "").replace(/<[a-z][^>]*>/gi, renamed)
}

const isUnseen = (element) => element.hidden || UNSEEN.test(element.dataset.style)

/** Google Docs and some mails say in styles what others say in elements. */
function keepLook(element) {
  const style = element.dataset.style
  const isPlain = element.matches("b, strong") && /(?<![\w-])font-weight:\s*(normal|[1-5]00)/i.test(style)
  const looks = element.matches("span, font, a") ? Object.keys(LOOKS).filter((name) => LOOKS[name].test(style)) : []
  for (const name of looks) {
    const look = element.ownerDocument.createElement(name)
    look.append(...element.childNodes)
    element.append(look)
  }
  if (isPlain) unwrap(element)
}

function tidyLink(link) {
  const href = (link.getAttribute("href") ?? "").trim()
  if (!SAFE.test(href)) return unwrap(link)
  for (const name of link.getAttributeNames()) if (name !== "href") link.removeAttribute(name)
}

/** Word writes lists as paragraphs that begin with a mark. */
function makeWordLists(body) {
  let list = null
  for (const paragraph of body.querySelectorAll("p[class*=MsoListParagraph], p[data-style*='mso-list:']")) {
    const mark = paragraph.querySelector("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']")
    const name = /^\s*\w+[.)]/.test(mark?.textContent ?? "") ? "ol" : "ul"
    mark?.remove()
    if (list?.localName !== name || paragraph.previousElementSibling !== list) {
      list = body.ownerDocument.createElement(name)
      paragraph.before(list)
    }
    list.append(paragraph)
    rename(paragraph, "li")
  }
}

/** A list in a list: its items follow the one they belong to. */
function flatten(list) {
  const item = list.parentElement.closest("li, ul, ol")
  if (item.localName !== "li") return unwrap(list)
  item.after(...list.children)
  list.remove()
}
