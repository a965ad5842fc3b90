// What is known of a picture's words before it is sent.
import { ask } from "liveblog/send"

const HEAD_BYTES = 512 * 1024 // where a file's words stand

/** `{ known }`: the picture of the same bytes that is here already, with its words; else `{ words }`, which the file itself proposes. */
export async function wordsOf(file, takeIn) {
  const known = await same(file, takeIn)
  return known ? { known } : { words: await proposed(file, takeIn) }
}

async function same(file, takeIn) {
  if (!crypto.subtle) return null // a browser has it over https alone
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer())
  const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  const answer = await ask(`${takeIn}known/?hash=${hash}`).catch(() => null)
  return answer && JSON.parse(answer.text).known
}

async function proposed(file, takeIn) {
  const head = new FormData()
  head.set("file", file.slice(0, HEAD_BYTES), "head")
  const answer = await ask(`${takeIn}words/`, head).catch(() => null)
  return answer?.status === 200 ? JSON.parse(answer.text).words : {}
}
