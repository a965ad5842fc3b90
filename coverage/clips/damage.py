class Damaged(ValueError):
    """The file is not built as its kind should be: a part of it reaches beyond the file, or there are too many."""
