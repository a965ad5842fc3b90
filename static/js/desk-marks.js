// Quotation marks and dashes as a page's language has them. Pure: text in, text out.
const THIN = "\u202f" // the narrow space inside French quotation marks; no line breaks there

// opening and closing, then the same for a quotation inside another
const MARKS = {
  en: ["“", "”", "‘", "’"],
  de: ["„", "“", "‚", "‘"],
  "de-ch": ["«", "»", "‹", "›"],
  fr: [`«${THIN}`, `${THIN}»`, "“", "”"],
}
const ADDRESS = /:\/\/|^www\.|^mailto:|@/i
const OPENS_AFTER = /[\s([{<–—/]$/

/**
 * What stands instead when `typed` (one character) comes after `before` (the line up to the caret):
 * `{ cut, put }`, `put` for the last `cut` characters of `before` and the typed one; null: as typed.
 */
export function typographic(before, typed, language) {
  const marks = marksOf(language)
  if (!marks || ADDRESS.test(before.match(/\S*$/)[0])) return null
  if (typed === '"') return double(before, marks)
  if (typed === "'") return single(before, marks)
  if (typed === "-" && before.endsWith("–")) return { cut: 1, put: "—" }
  if (typed === "-") return /(^|[^-])-$/.test(before) && !/xn-$/i.test(before) ? { cut: 1, put: "–" } : null
  if (typed === " ") return /[^\s-] -$/.test(before) ? { cut: 1, put: "– " } : null
  return null
}

function marksOf(language = "") {
  const tag = language.toLowerCase()
  return MARKS[tag] ?? MARKS[tag.split("-")[0]]
}

const isOpening = (before, around) => before === "" || OPENS_AFTER.test(before) || before.endsWith(around)

function double(before, [opening, closing, inner]) {
  if (isOpening(before, inner)) return { cut: 0, put: opening }
  const isOpen = before.lastIndexOf(opening) > before.lastIndexOf(closing)
  if (/\d$/.test(before) && !isOpen) return null // inches
  return { cut: 0, put: closing }
}

function single(before, [outer, , opening, closing]) {
  if (isOpening(before, outer)) return { cut: 0, put: opening }
  const isOpen = before.lastIndexOf(opening) > before.lastIndexOf(closing)
  return { cut: 0, put: isOpen ? closing : "’" } // an apostrophe, unless something is to be closed
}
