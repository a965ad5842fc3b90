"""Material: bodies in their one canonical form, and what can be read out of them."""
