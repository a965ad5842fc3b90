"""What the web image consists of, as CycloneDX 1.6 (ECMA-424) on standard output: sbom.py LOCK [DEBIAN]

LOCK: requirements.lock. DEBIAN: what `dpkg-query --show` says of the image below ours.
"""

import json
import platform
import re
import sys
from pathlib import Path
from urllib.parse import quote

PINNED = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL
)


def of_python(name, version, rest):
    found = component("pypi", name, version, re.sub(r"[-_.]+", "-", name).lower())
    hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", rest)
    # One for each file that the lock allows; the one that is installed is among them.
    reference = {
        "type": "distribution",
        "url": found["purl"],
        "hashes": [{"alg": "SHA-256", "content": content} for content in hashes],
    }
    return {**found, "externalReferences": [reference]}


def of_debian(name, version):
    return component("deb/debian", name, version, name.partition(":")[0])


def component(kind, name, version, path):
    address = f"pkg:{kind}/{path}@{quote(version, safe='')}"
    return {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}


def sbom(lock, debian=""):
    interpreter = component("generic", "python", platform.python_version(), "python")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "liveblog", "bom-ref": "liveblog"}},
        "components": [
            interpreter,
            *(of_python(*found) for found in PINNED.findall(lock)),
            *(of_debian(*line.split("\t")) for line in debian.splitlines()),
        ],
    }


if __name__ == "__main__":
    print(json.dumps(sbom(*(Path(name).read_text("utf-8") for name in sys.argv[1:])), indent=1))
