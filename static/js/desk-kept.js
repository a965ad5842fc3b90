// Copies of what is being typed: in this browser until the server has answered, and those that the
// server keeps. A copy has a `name` (who, where, which entry, which opening of its form), `key`,
// `tab`, `turn`, `address`, `fields` and `at`.
import { ask } from "liveblog/send"

const PREFIX = "liveblog-desk:"
const WEEK = 7 * 24 * 3600 * 1000
const ours = new Set() // the copies that this tab has written: their locks are no stranger's
let turn = 0

/** A number greater than those before it, and than those of the same minute in other tabs. */
export function nextTurn() {
  turn = Math.max(turn + 1, Date.now())
  return turn
}

/** A name that nobody else has. */
export function newTab() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** False when the browser has no room or takes none. */
export function keep(name, copy) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ ...copy, name, at: Date.now() }))
    return true
  } catch {
    return false
  }
}

export function letGo(name) {
  try {
    localStorage.removeItem(PREFIX + name)
  } catch {
    // without storage there is nothing to let go
  }
}

/**
 * Copies whose name begins so, newest first, without those that another open tab is still writing.
 * `address`: where the server lists what it keeps. Of the same form's copies here and there the newer one.
 */
export async function copies(start, address) {
  const [held, sent] = await Promise.all([heldElsewhere(), address ? keptByServer(start, address) : []])
  const found = new Map()
  for (const copy of [...sent, ...stored(start)])
    if (!(found.get(copy.name)?.turn > copy.turn)) found.set(copy.name, copy)
  return [...found.values()].filter((copy) => !held.has(PREFIX + copy.name)).toSorted((one, other) => other.at - one.at)
}

/** True if both hold the same words; what an entry is based on and its key are none. */
export function sameWords(one, other) {
  const words = (fields) => JSON.stringify(fields.filter(([name, value]) => value && !["key", "based_on"].includes(name)).toSorted())
  return words(one) === words(other)
}

/** Tell other tabs that this copy is being written here; returns how to stop. */
export function hold(name) {
  let release = () => {}
  const done = new Promise((resolve) => (release = resolve))
  ours.add(PREFIX + name)
  navigator.locks?.request(PREFIX + name, () => done)
  return release
}

/** The form's fields as [name, value] pairs, files left out. */
export function fieldsOf(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string")
}

/** Put such pairs back into the form. */
export function fill(form, fields) {
  const values = new Map(fields)
  for (const field of form.elements) {
    if (!field.name || field.type === "submit") continue
    const value = values.get(field.name)
    if (field.type === "checkbox") field.checked = value !== undefined
    else if (field.type === "radio") field.checked = field.value === value
    else if (value !== undefined) field.value = value
    field.closest("body-editor")?.show(value ?? "")
  }
  form.dispatchEvent(new Event("change", { bubbles: true }))
}

async function keptByServer(start, address) {
  try {
    const { copies } = JSON.parse((await ask(address)).text)
    return copies.map((copy) => ({ ...copy, name: `${start}${copy.key}.${copy.tab}` }))
  } catch {
    return [] // without a line there is what this browser has
  }
}

async function heldElsewhere() {
  const locks = await navigator.locks?.query()
  return new Set(locks?.held.map((lock) => lock.name).filter((name) => !ours.has(name)))
}

function stored(start) {
  const found = []
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue
      const copy = JSON.parse(localStorage.getItem(key))
      if (Date.now() - copy.at > WEEK) localStorage.removeItem(key)
      else if (copy.name.startsWith(start)) found.push(copy)
    }
  } catch {
    return found
  }
  return found
}
