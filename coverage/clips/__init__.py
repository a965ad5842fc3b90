"""Films and sounds: what a file is, what it must not carry to readers, its words, its first picture."""
