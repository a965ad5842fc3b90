"""Material: what may come in as a picture, and what readers get of it."""
