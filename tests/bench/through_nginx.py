"""How far is a page from a file, through our nginx?  uv run python -m tests.bench.through_nginx

A page of 20 entries that .docker/nginx keeps for a second, and the same bytes as a file beside it, in turn,
plain and compressed (`gzip_static`), under the same load (wrk, Debian's). Prints requests a second and their
ratios; the goal is 0.8 or more of each.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.cdn import Site
from tests.bench.ready import MAKE, ROUNDS, fetched, rate, started
from tests.house.nginx import nginx_before

PORT = 8741


def main():
    if not shutil.which("wrk"):
        sys.exit("wrk is not here; install Debian's package of that name.")
    with tempfile.TemporaryDirectory(prefix="liveblog-bench-") as folder:
        folder = Path(folder)
        folder.chmod(0o755)
        env = {**os.environ, "LIVEBLOG_DATA_DIR": str(folder / "data"), "DEBUG": "false", "PYTHONPATH": "."}
        for command in (
            ["migrate", "-v0"],
            ["collectstatic", "-v0", "--noinput"],
            ["shell", "-v0", "-c", MAKE],
        ):
            subprocess.run([sys.executable, "manage.py", *command], env=env, check=True)
        web = started("liveblog.asgi:application", PORT, env)
        try:
            with nginx_before(Site(f"http://127.0.0.1:{PORT}"), folder, REQUESTS_PER_ADDRESS=1_000_000) as (
                url,
                _inner,
            ):
                page, file = f"{url}/live/bench/", f"{url}/static/page.html"
                static = folder / "srv/static"
                static.mkdir(parents=True)
                (static / "page.html").write_bytes(fetched(page, "identity"))
                (static / "page.html.gz").write_bytes(fetched(page))
                for encoding in ("identity", "gzip"):
                    rates = [(rate(page, encoding), rate(file, encoding)) for _round in range(ROUNDS)]
                    best = [max(found) for found in zip(*rates, strict=True)]
                    print(
                        f"{encoding}, {len(fetched(page, encoding))} bytes; requests a second, page and file: "
                        f"{rates}; page ÷ file: {best[0] / best[1]:.2f}; load average {os.getloadavg()[0]:.1f}"
                    )
        finally:
            web.terminate()
            web.wait(20)


if __name__ == "__main__":
    main()
