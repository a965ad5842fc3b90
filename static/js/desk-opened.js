// A sheet whose form came back with something to say is open from the start.
document.querySelector("dialog[data-opened]")?.showModal()
