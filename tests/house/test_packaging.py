"""What the image brings, and what Prometheus and Grafana are given."""

import json
import re
import subprocess
import sys

import yaml
from prometheus_client import REGISTRY, generate_latest

from coverage.stream import app  # noqa: F401  these three name figures
from liveblog import logs, metrics  # noqa: F401
from tests.house.commands import ROOT

FIGURE = re.compile(r"\bliveblog_[a-z_]+")


def test_the_sbom_names_every_part_of_the_image_with_the_hashes_of_the_lock(tmp_path):
    lock = (ROOT / "requirements.lock").read_text()
    (tmp_path / "debian").write_text("libc6:amd64\t2.41-12+deb13u1\ntzdata\t2026a-0\n")
    command = [sys.executable, ".docker/sbom.py", "requirements.lock", tmp_path / "debian"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    sbom = json.loads(made.stdout)
    assert (sbom["bomFormat"], sbom["specVersion"]) == ("CycloneDX", "1.6")
    parts = {kind: [] for kind in ("generic", "pypi", "deb")}
    for part in sbom["components"]:
        parts[re.split("[:/]", part["purl"])[1]].append(part)
    assert [part["name"] for part in parts["generic"]] == ["python"]
    assert {part["purl"] for part in parts["deb"]} == {
        "pkg:deb/debian/libc6@2.41-12%2Bdeb13u1",
        "pkg:deb/debian/tzdata@2026a-0",
    }
    named = {(part["name"], part["version"]) for part in parts["pypi"]}
    assert named == set(re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==([^\s;\\]+)", lock, re.MULTILINE))
    hashes = [found for part in parts["pypi"] for found in part["externalReferences"][0]["hashes"]]
    assert len(hashes) == lock.count("--hash=")
    assert "sbom.py /requirements.lock /debian >sbom.cdx.json" in (ROOT / "Dockerfile").read_text()


def test_every_container_has_no_more_rights_than_it_needs():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for name, service in compose["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not service.get("privileged"), name
        if name != "db":  # PostgreSQL's image begins as root and writes where it likes
            assert service["read_only"] is True, name
            assert "cap_add" not in service, name
    stages = re.split(r"^FROM .* AS ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    ours = {stage.split()[0]: re.findall(r"^USER (\S+)", stage, re.MULTILINE) for stage in stages[1:]}
    del ours["build"]
    assert ours == {"nginx": ["nginx"], "backup": ["10001:10001"], "web": ["liveblog"]}


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
