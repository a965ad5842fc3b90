PLACES_TO_DIE = ("after lock", "after version", "after change", "before commit", "after commit")
