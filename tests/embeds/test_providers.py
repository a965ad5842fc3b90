"""Who can be embedded is data: a line in a list, no code."""

import pytest

from coverage.embeds.providers import KINDS, BadList, known, provider_of, read

POST = "3l2ab4cd5ef2k"
WHOSE = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": ("youtube", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    "https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=3s": ("youtube", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    "https://youtu.be/dQw4w9WgXcQ?si=x": ("youtube", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    "https://vimeo.com/76979871": ("vimeo", "https://player.vimeo.com/video/76979871?dnt=1"),
    "https://x.com/nasa/status/1234567890": ("x", "https://platform.twitter.com/embed/Tweet.html?id=1234567890&dnt=true"),
    "https://twitter.com/nasa/status/1234567890?s=20": ("x", "https://platform.twitter.com/embed/Tweet.html?id=1234567890&dnt=true"),
    f"https://bsky.app/profile/bsky.app/post/{POST}": ("bluesky", ""),  # its player needs what the provider says
    "https://mastodon.social/@Gargron/100254678717223630": ("mastodon", "https://mastodon.social/@Gargron/100254678717223630/embed"),
    "https://www.instagram.com/p/CxYz_12345/": ("instagram", "https://www.instagram.com/p/CxYz_12345/embed/"),
    "https://www.tiktok.com/@scout2015/video/6718335390845095173": ("tiktok", "https://www.tiktok.com/player/v1/6718335390845095173"),
    "https://datawrapper.dwcdn.net/ab12C/3/": ("datawrapper", "https://datawrapper.dwcdn.net/ab12C/"),
    "https://open.spotify.com/episode/7makk4oTQel546B0PZlDM5": ("spotify", "https://open.spotify.com/embed/episode/7makk4oTQel546B0PZlDM5"),
}  # fmt: skip


@pytest.mark.parametrize("address", WHOSE)
def test_an_address_says_whose_it_is_and_where_its_player_is(address):
    provider, parts = provider_of(address)
    assert (provider.name, provider.player_address(parts)) == WHOSE[address]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/watch?v=dQw4w9WgXcQ", "http://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/", "",
        "https://www.youtube.com.evil.example/watch?v=dQw4w9WgXcQ", "https://evil.example/https://youtu.be/dQw4w9WgXcQ",
        "https://mastodon.example/@a/100254678717223630", "https://x.com/nasa", "javascript:alert(1)//https://youtu.be/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ\nhttps://evil.example", "https://youtu.be/dQw4w9WgXc\"", "https://x.com@evil.example/nasa/status/1",
    ],
)  # fmt: skip
def test_other_addresses_are_nobodys(address):
    assert provider_of(address) == (None, {})


def test_our_own_list_asks_nobody_inside_and_only_by_https():
    assert {provider.kind for provider in known().values()} == set(KINDS)
    for provider in known().values():
        assert not provider.is_inside
        assert provider.player.startswith("https://")
        assert not provider.oembed or provider.oembed.startswith("https://")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[a", "cannot be read"),
        (
            '[a]\nlabel = "A"\nkind = "toy"\naddresses = []',
            r"\[a\]: kind must be one of video, audio, post, chart",
        ),
        ('[a]\nlabel = "A"\nkind = "post"\naddresses = ["("]', r"\[a\]: "),
        (
            '[a]\nlabel = "A"\nkind = "post"\naddresses = []\nplayer = "http://a.example/"',
            "must begin with https",
        ),
        ('[a]\nlabel = "A"\nkind = "post"\naddresses = []\nhtml = "<b>"', r"\[a\]: .*html"),
    ],
)
def test_a_list_that_is_wrong_says_where(tmp_path, text, sentence):
    path = tmp_path / "providers.toml"
    path.write_text(text)
    with pytest.raises(BadList, match=sentence):
        read(path)
