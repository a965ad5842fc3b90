// The page after a login that a desk asked for: tells the desk, and goes.
const channel = new BroadcastChannel("liveblog-desk")
channel.postMessage("in")
if (window.opener) window.close()
