import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.markup import blocks
from coverage.markup.canonical import MAX_LENGTH, TooLong, canonical, safe_href

PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<em>",
    "</em>",
    "<ul>",
    "</ul>",
    "<ol>",
    "</ol>",
    "<li>",
    "</li>",
    "<blockquote>",
    "</blockquote>",
    "</figure>",
    "<figcaption>",
    "</figcaption>",
    "<h2>",
    "</h2>",
    "<br>",
    "<div>",
    "</div>",
    "<sub>",
    "</sub>",
    "<td>",
    "<svg>",
    "<math>",
    "<!--",
    "-->",
    "&lt;x&gt;",
    "&amp;",
    "</a>",
    "a",
    "b",
]
SOUP = st.lists(
    st.sampled_from(
        [
            *PIECES,
            '<a href="https://a.example/b?c&d">',
            '<figure data-image="3">',
            '<figure data-video="4">',
            '<figure data-image="5" data-joined="row">',
            '<figure data-image="6" data-joined="pair">',
            '<figure data-video="4" data-joined="row">',
            " c",
            "  ",
            "\n",
        ]
    )
    | st.text(max_size=5),
    max_size=30,
).map("".join)


@given(SOUP)
def test_what_is_canonical_stays_as_it_is(html):
    assert canonical(canonical(html)) == canonical(html)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("a line", "<p>a line</p>"),
        ("<div>a<div>b<div>c</div></div></div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a <b>b</b> c</p>", "<p>a <strong>b</strong> c</p>"),
        ("<h2>Why</h2>x", "<h4>Why</h4><p>x</p>"),
        ("<ul><li><p>x</p></li><li>y<ul><li>z</li></ul></li></ul>", "<ul><li>x</li><li>y</li><li>z</li></ul>"),
        ("<p>a<br><br>b<br></p>", "<p>a<br>b</p>"),
        ("<p>  </p><p></p>", ""),
        ("<script>alert(1)</script>x", "<p>x</p>"),
        ('<p onclick="x()" style="color:red">x</p>', "<p>x</p>"),
        ('<a href="javascript:alert(1)">x</a>', "<p>x</p>"),
        ('<a href="//evil.example/">x</a>', "<p>x</p>"),
        ('<a href="https://a.example/?b&c" target="_blank">x</a>', '<p><a href="https://a.example/?b&amp;c">x</a></p>'),
        ('<img src="x" onerror="alert(1)">', ""),
        ('<figure data-image="12"><img src="x"><figcaption>A <b>b</b></figcaption></figure>',
         '<figure data-image="12"><figcaption>A <strong>b</strong></figcaption></figure>'),
        ('<figure data-image="x1"></figure>', ""),
        ('<figure data-image="0"></figure>', ""),
        ("<blockquote>q<figure data-video='3'></figure>r</blockquote>",
         '<blockquote><p>q</p></blockquote><figure data-video="3"></figure><blockquote><p>r</p></blockquote>'),
        ("a\x00b\u202ec\u202c", "<p>abc</p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
    ],
)  # fmt: skip
def test_canonical_form(given, stored):
    assert canonical(given) == stored


@pytest.mark.parametrize(
    "hostile",
    [
        "<blockquote>" * 16_000 + "x",
        "<b>" * 2000 + "<p>x" * 2000,
        "<p>\"'" * 20_000,
        "<p " + "a=b " * 40_000 + ">x",
    ],
    ids=["nesting", "reopening", "quotes", "attributes"],
)
def test_hostile_bodies_come_out_canonical(hostile):
    stored = canonical(hostile)
    assert canonical(stored) == stored


def test_a_body_that_is_too_long_is_refused_whole():
    with pytest.raises(TooLong, match="200,000"):
        canonical("<p>" + "a" * MAX_LENGTH)


@pytest.mark.parametrize(
    "href",
    [
        "//a.example",
        "/x",
        "javascript:x",
        "data:text/html,x",
        "http://",
        "https:///x",
        "mailto:",
        "http://[::1",
    ],
)
def test_links_that_lead_nowhere_safe(href):
    assert safe_href(href) is None


def test_a_caption_of_several_lines_keeps_them():
    given = '<figure data-image="3"><figcaption><p>One</p><p>two</p></figcaption></figure>'
    assert canonical(given) == '<figure data-image="3"><figcaption>One<br>two</figcaption></figure>'


def test_a_text_without_figures_loses_nothing_else():
    given = '<p>a</p><figure data-image="3"><figcaption>A caption</figcaption></figure><p>b</p>'
    assert canonical(given, has_figures=False) == "<p>a</p><p>b</p>"


def figure(number, joined="", kind="image"):
    return blocks.Figure(kind, number, joined=joined).html


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (["", "row", "row"], ["", "row", "row"]),
        (["", "pair"], ["", "pair"]),
        (["row", "row"], ["", "row"]),  # nothing to be joined to
        (["", "pair", "pair"], ["", "pair", ""]),  # before and after are two
        (["", "row", "pair"], ["", "row", ""]),
        (["", "pair", "row", "row"], ["", "pair", "", "row"]),
        (["", "odd"], ["", ""]),
    ],
)
def test_pictures_are_joined_to_the_one_before(given, stored):
    def body(joins):
        return "".join(figure(number, joined) for number, joined in enumerate(joins, 1))

    assert canonical(body(given)) == body(stored)


def test_only_a_picture_right_after_a_picture_is_joined():
    one, other = figure(1), figure(2, "row")
    assert canonical(f"{one}<p> </p>{other}") == one + other
    for between in ("<p>a</p>", figure(3, kind="video"), "<ul><li>a</li></ul>"):
        assert canonical(one + between + other) == one + between + figure(2)
    assert canonical(one + '<figure data-video="3" data-joined="row"></figure>') == one + figure(
        3, kind="video"
    )


def test_whoever_stood_beside_one_that_is_left_out_stays():
    body = figure(1) + figure(2, "row") + figure(3, "row") + "<p>a</p>" + figure(4) + figure(5, "pair")
    left = blocks.renumber(body, lambda figure: None if figure.number in (1, 4) else figure.number + 10)
    assert left == figure(12) + figure(13, "row") + "<p>a</p>" + figure(15)
    assert blocks.renumber(body, lambda figure: figure.number) == body
