"""Who can be embedded: providers.toml and a site's own list, read once. No code knows a provider."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

KINDS = ("video", "audio", "post", "chart")
_OURS = Path(__file__).with_name("providers.toml")
_SAFE = re.compile(r"[\w.@:-]+", re.ASCII)  # what may be put into an address


@dataclass(frozen=True)
class Provider:
    """One of the list; see the head of providers.toml for what each line means."""

    name: str
    label: str
    kind: str
    addresses: list[str]
    hosts: list[str] = field(default_factory=list)
    oembed: str = ""
    says: str = ""
    player: str = ""
    pictures: list[str] = field(default_factory=list)
    is_inside: bool = False

    def parts(self, address):
        """What an address of this provider names, as a dictionary; None if it is none of its addresses."""
        for pattern in self._patterns:
            if found := pattern.fullmatch(address):
                return found.groupdict()
        return None

    def oembed_address(self, parts):
        return _filled(self.oembed, parts)

    def player_address(self, parts):
        return _filled(self.player, parts)

    def parts_said(self, html):
        """What the provider's `html` names besides."""
        found = re.search(self.says, html) if self.says else None
        return found.groupdict() if found else {}

    @cached_property
    def _patterns(self):
        host = f"(?P<host>{'|'.join(map(re.escape, self.hosts))})"
        return [re.compile(each.replace("{host}", host), re.ASCII) for each in self.addresses]


class BadList(ValueError):
    """The list of providers can't be read; the text says where and what was expected."""


def provider_of(address):
    """(Provider, the parts of the address), or (None, {}) for one of nobody's."""
    for provider in known().values():
        parts = provider.parts(address)
        if parts is not None:
            return provider, parts
    return None, {}


def provider_named(name):
    """The Provider, or None where it is no longer in the list."""
    return known().get(name)


def known():
    """All providers by name, the site's own first."""
    return _read(str(settings.EMBED_PROVIDERS or ""))


@cache
def _read(own):
    ours = read(_OURS)
    return {**read(Path(own)), **ours} if own else ours


def read(path):
    """The providers of a file, by name; BadList when it is not as the head of providers.toml says."""
    try:
        rows = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadList(f"{path} cannot be read: {error}") from None
    return {name: _checked(name, row) for name, row in rows.items()}


def _checked(name, row):
    try:
        provider = Provider(name=name, **row)
        provider._patterns  # noqa: B018 - a wrong expression is found now
        re.compile(provider.says)
    except (TypeError, re.error) as error:
        raise BadList(f"[{name}]: {error}") from None
    schemes = ("https", "http") if provider.is_inside else ("https",)
    for address in filter(None, (provider.oembed, provider.player)):
        if urlsplit(address).scheme not in schemes:
            raise BadList(f"[{name}]: {address} must begin with https.")
    if provider.kind not in KINDS:
        raise BadList(f"[{name}]: kind must be one of {', '.join(KINDS)}.")
    return provider


def _filled(address, parts):
    """The address with its parts; empty while one of them is missing, or is nothing for an address."""
    wanted = re.findall(r"{(\w+)}", address)
    if any(not _SAFE.fullmatch(parts.get(part) or "") for part in wanted):
        return ""
    return re.sub(r"{(\w+)}", lambda found: parts[found[1]], address)
