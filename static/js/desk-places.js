// Where words stand in a text, and in an editor.

/** [start, end] of the words' `nth` place (from 0) in the text, or its last; undefined without any. White space is white space. */
export function occurrence(text, words, nth) {
  const pattern = words.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replace(/\s+/g, "\\s+")
  const all = [...text.matchAll(new RegExp(pattern, "gu"))]
  const match = all[nth] ?? all.at(-1)
  return match && [match.index, match.index + match[0].length]
}

/** Select that place of the words in an element; what can't be edited in there is no part of its text. */
export function select(element, words, nth) {
  const pieces = []
  let text = ""
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.contentEditable === "false" ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  )
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node.nodeType === Node.TEXT_NODE) {
      pieces.push({ at: text.length, node })
      text += node.data
    } else if (node.matches("p, h4, li, figcaption, br")) text += "\n"
  }
  const found = occurrence(text, words, nth)
  if (!found) return
  const [start, end] = found.map((offset, which) => {
    const { at, node } = pieces.findLast((piece) => (which ? piece.at < offset : piece.at <= offset))
    return [node, offset - at]
  })
  getSelection().setBaseAndExtent(...start, ...end)
  start[0].parentElement.scrollIntoView({ block: "nearest" })
}
