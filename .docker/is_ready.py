"""Docker's health check of `web`: exit status 0 when the site can serve."""

import os
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

site = urlsplit(os.environ["SITE_URL"])
# Under the site's own name: Django answers to no other.
urlopen(Request("http://127.0.0.1:8000/readyz/web", headers={"Host": site.netloc}), timeout=4)
