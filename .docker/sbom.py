"""What the image's Python consists of, as CycloneDX 1.6 (ECMA-424) on standard output: sbom.py requirements.lock"""

import json
import re
import sys
from pathlib import Path

PINNED = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL
)


def component(name, version, rest):
    address = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"
    hashes = [
        {"alg": "SHA-256", "content": found} for found in re.findall(r"--hash=sha256:([0-9a-f]{64})", rest)
    ]
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        # One for each file that the lock allows; the one that is installed is among them.
        "externalReferences": [{"type": "distribution", "url": address, "hashes": hashes}],
    }


def sbom(lock):
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "liveblog", "bom-ref": "liveblog"}},
        "components": [component(*found) for found in PINNED.findall(lock)],
    }


if __name__ == "__main__":
    print(json.dumps(sbom(Path(sys.argv[1]).read_text("utf-8")), indent=1))
