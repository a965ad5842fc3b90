// Parting pasted HTML into blocks as a canonical body parts it.
const BLOCKS = "p, div, h4, ul, ol, li, blockquote, section, article, header, footer, main, aside, nav, address, pre, table, tbody, thead, tfoot, tr, dl, center, form"

export function unwrap(element) {
  element.replaceWith(...element.childNodes)
}

export function rename(element, name) {
  const renamed = element.ownerDocument.createElement(name)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
}

const has = (element) => element.querySelector(BLOCKS) !== null

/** Words beside blocks get a paragraph of their own; an item that holds several blocks becomes several. */
export function wrapWords(body) {
  for (const element of [body, ...body.querySelectorAll(BLOCKS)]) {
    if (!has(element) || element.matches("ul, ol, table, tbody, tr")) continue
    let paragraph = null
    for (const node of [...element.childNodes]) {
      const isBlock = node.nodeType === Node.ELEMENT_NODE && (node.matches(BLOCKS) || has(node))
      if (isBlock) paragraph = null
      else {
        if (!paragraph) node.before((paragraph = element.ownerDocument.createElement("p")))
        paragraph.append(node)
      }
    }
  }
  for (const item of body.querySelectorAll("li")) {
    const [, ...more] = [...item.children].filter((child) => child.matches(BLOCKS) && child.textContent.trim())
    for (const block of more.reverse()) {
      item.after(block)
      rename(block, "li")
    }
  }
}

/** Two breaks part a paragraph, as those mean it who write mails; one at an end, and an empty one, mean nothing. */
export function partAtBreaks(body) {
  if (!has(body)) body.innerHTML = `<p>${body.innerHTML}</p>`
  for (const line of body.querySelectorAll("p, div, h4, li, blockquote, pre, address")) {
    if (has(line)) continue
    if (!line.textContent.trim()) line.remove() // no-break spaces too: Word's empty lines
    const parts = parted(line, line.matches("p, div"))
    if (parts.length > 1) line.replaceWith(...parts)
    else line.replaceChildren(...parts[0].childNodes)
  }
}

/** Paragraphs of what stands between the breaks of a line, which must hold no blocks. */
function parted(line, mayPart) {
  const { ownerDocument } = line
  const parts = [ownerDocument.createElement("p")]
  let breaks = 0
  for (const node of [...line.childNodes]) {
    const isSpace = node.nodeType === Node.TEXT_NODE && !node.data.trim()
    if (node.nodeName === "BR") breaks += 1
    else if (!breaks || !isSpace) {
      const isBegun = parts.at(-1).textContent.trim()
      if (breaks > 1 && mayPart && isBegun) parts.push(ownerDocument.createElement("p"))
      else if (breaks && isBegun) parts.at(-1).append(ownerDocument.createElement("br"))
      parts.at(-1).append(node)
      breaks = 0
    }
  }
  return parts
}
