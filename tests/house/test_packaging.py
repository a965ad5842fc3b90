"""What the image brings, and what Prometheus and Grafana are given."""

import json
import re
import subprocess
import sys

from prometheus_client import REGISTRY, generate_latest

from coverage.stream import app  # noqa: F401  these three name figures
from liveblog import logs, metrics  # noqa: F401
from tests.house.commands import ROOT

FIGURE = re.compile(r"\bliveblog_[a-z_]+")


def test_the_sbom_names_every_locked_package_with_its_hashes():
    lock = (ROOT / "requirements.lock").read_text()
    made = subprocess.run(
        [sys.executable, ".docker/sbom.py", "requirements.lock"], cwd=ROOT, capture_output=True, check=True
    )
    sbom = json.loads(made.stdout)
    assert (sbom["bomFormat"], sbom["specVersion"]) == ("CycloneDX", "1.6")
    named = {(part["name"], part["version"]) for part in sbom["components"]}
    assert named == set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==([^\s;\\]+)", lock, re.MULTILINE))
    assert sum(len(part["externalReferences"][0]["hashes"]) for part in sbom["components"]) == lock.count(
        "--hash="
    )


def test_rules_and_dashboard_ask_for_figures_that_exist(db):
    there = set(FIGURE.findall(generate_latest(REGISTRY).decode()))
    for name in ("rules.yml", "grafana/liveblog.json"):
        asked = set(FIGURE.findall((ROOT / ".docker" / "metrics" / name).read_text()))
        assert asked
        assert asked - there == set(), name


def test_every_panel_has_its_source_and_an_address_of_its_own():
    dashboard = json.loads((ROOT / ".docker/metrics/grafana/liveblog.json").read_text())
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"]) > 10
    assert {panel["datasource"]["uid"] for panel in dashboard["panels"]} == {"prometheus"}
