// A file on its way to the server: as `ask`, and telling how far it is; it can be called back.
import { Refusal, sentenceFor, signs } from "liveblog/send"

/**
 * POST `body`. Answers 200 and 422 are for the caller, null when `signal` called it back; Refusal otherwise.
 * `onProgress` is told the part that has gone out, 0 to 1.
 */
export function upload(address, body, { signal, onProgress, noLine }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest() // fetch tells nothing of what has gone out
    request.open("POST", address)
    request.setRequestHeader("HX-Request", "true")
    for (const [name, value] of Object.entries(signs())) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total)
    request.onload = () => {
      const { status, responseText: text } = request
      const kind = request.getResponseHeader("Content-Type") ?? ""
      if ([200, 422].includes(status) && kind.startsWith("application/json")) resolve({ status, text })
      else reject(new Refusal(sentenceFor(status, kind, text), status))
    }
    request.onerror = () => reject(new Refusal(noLine, 0))
    request.onabort = () => resolve(null)
    signal.addEventListener("abort", () => request.abort())
    request.send(body)
  })
}
