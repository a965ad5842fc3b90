"""Make the site's secrets at the first start; leave them alone ever after.

They stay in a volume of their own and never meet a file in the checkout.
"""

import secrets
from pathlib import Path

FOLDER = Path("/secrets")


def kept(name, text):
    """What the file `name` holds; `text` becomes that, whole or not at all, when there is none yet."""
    path = FOLDER / name
    if not path.exists():
        unfinished = FOLDER / f".{name}"
        unfinished.write_text(text, "ascii")
        unfinished.chmod(0o444)  # the database's user reads it as well
        unfinished.rename(path)
    return path.read_text("ascii")


password = kept("database-password", secrets.token_urlsafe(32))
kept("database-url", f"postgres://liveblog:{password}@db:5432/liveblog")
kept("grafana-password", secrets.token_urlsafe(18))
kept("secret-key", secrets.token_urlsafe(50))
