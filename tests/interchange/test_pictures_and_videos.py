"""What is taken in stands beside the document; the rest is left out and said."""

import pytest

from coverage.models import Image, LivePage, Video
from tests.interchange.files import MP4, bring_in, digest_of, live_blog, update, write_picture


@pytest.fixture
def path(tmp_path, db):
    folder = tmp_path / "source"
    folder.mkdir()
    return folder / "page.jsonld"


def shown(path, image, **options):
    bring_in(path, live_blog(update(image=image)), **options)
    return Image.objects.first()


@pytest.mark.parametrize(
    "address",
    [
        "red.png",
        "https://cdn.example/a/b/red.png?w=100#x",
        "red%2Epng",
        "/red.png",
        "a/red.png",
        "..%2f..%2fred.png",
    ],
)
def test_a_picture_is_found_by_its_file_name(path, address):
    picture = write_picture(path.with_name("red.png"))
    assert shown(path, address).content_hash == digest_of(picture)


def test_a_picture_is_found_by_its_path_first(path):
    write_picture(path.with_name("red.png"), (1, 1, 1))
    picture = write_picture(path.parent / "pictures" / "red.png")
    assert shown(path, "pictures/red.png").content_hash == digest_of(picture)


def test_pictures_may_stand_in_a_folder_of_their_own(path, tmp_path):
    picture = write_picture(tmp_path / "other" / "red.png")
    assert shown(path, "red.png", images=tmp_path / "other").content_hash == digest_of(picture)


@pytest.mark.parametrize(
    "address",
    [
        "../secret.png",
        "/../secret.png",
        "%2e%2e/secret.png",
        "link.png",
        "linked/secret.png",
        "file:///etc/passwd",
        "%00",
        "x" * 999,
        "http://[",
    ],
)
def test_nothing_outside_the_folder_is_taken(path, address, capsys):
    secret = write_picture(path.parent.parent / "secret.png")
    path.with_name("link.png").symlink_to(secret)
    path.with_name("linked").symlink_to(secret.parent)
    assert shown(path, {"url": address, "description": "Red"}) is None
    assert LivePage.objects.get().entries.get().body == "<p>One by one.</p>"
    line = capsys.readouterr().err
    assert line.startswith("page.jsonld: liveBlogUpdate[0].image: there is no “")
    assert line.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file is empty; choose the picture again."),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "SVG drawings are not taken; export it as PNG and send that.",
        ),
        (b"\x89PNG\r\n", "This is not a picture we can read; send a JPEG, PNG, WebP, AVIF, GIF or HEIC."),
    ],
)
def test_a_picture_that_is_refused_is_left_out_with_the_reason(path, content, reason, capsys):
    path.with_name("red.png").write_bytes(content)
    assert shown(path, {"url": "red.png", "description": "Red"}) is None
    assert (
        capsys.readouterr().err == f"page.jsonld: liveBlogUpdate[0].image: “red.png” is left out. {reason}\n"
    )


def test_a_decorative_picture_needs_no_words(path, capsys):
    write_picture(path.with_name("red.png"))
    image = shown(path, {"url": "red.png", "liveblog:isDecorative": True, "liveblog:focalPoint": [0.25, 1]})
    assert (image.alt, image.is_decorative, image.focal_x, image.focal_y) == ("", True, 0.25, 1)
    assert capsys.readouterr().err == ""


def test_our_own_body_says_where_its_pictures_stand(path):
    write_picture(path.with_name("red.png"))
    write_picture(path.with_name("blue.png"), (0, 0, 255))
    body = '<figure data-image="2"><figcaption>Blue</figcaption></figure><p>x</p><figure data-image="1"></figure><figure data-image="3"></figure>'
    images = [{"url": f"{name}.png", "description": name} for name in ("red", "blue")]
    page = bring_in(path, live_blog(update(image=images, **{"liveblog:body": body})))
    red, blue = (Image.objects.get(alt=name).pk for name in ("red", "blue"))
    assert page.entries.get().body == (
        f'<figure data-image="{blue}"><figcaption>Blue</figcaption></figure><p>x</p><figure data-image="{red}"></figure>'
    )


def test_a_missing_picture_leaves_the_lead_as_it_is(path):
    picture = write_picture(path.with_name("red.png"))
    document = live_blog(image={"url": "red.png", "description": "Red"})
    bring_in(path, document)
    picture.unlink()
    assert bring_in(path, {**document, "headline": "New"}).lead_image.alt == "Red"
    assert bring_in(path, live_blog()).lead_image is None


@pytest.mark.parametrize(
    ("video", "told"),
    [
        ({"contentUrl": "https://cdn.example/film.mp4"}, ("file", "video/mp4")),
        ("film.mp4", ("file", "video/mp4")),
        (
            {"contentUrl": "https://cdn.example/live.m3u8"},
            ("https://cdn.example/live.m3u8", "application/vnd.apple.mpegurl"),
        ),
        (
            {"embedUrl": "https://player.example/7", "url": "https://news.example/7"},
            ("https://player.example/7", ""),
        ),
    ],
)
def test_a_video_is_a_file_beside_the_document_or_an_address(path, video, told):
    path.with_name("film.mp4").write_bytes(MP4)
    bring_in(path, live_blog(update(video=video)))
    video = Video.objects.get()
    assert ("file" if video.file else video.url, video.kind) == told
    assert video.title == "They have arrived"


@pytest.mark.parametrize("address", ["gone.mp4", "javascript:alert(1)", "ftp://a.example/x.mp4", "fake.mp4"])
def test_a_video_that_is_none_is_left_out(path, address, capsys):
    path.with_name("fake.mp4").write_text("<script>")
    bring_in(path, live_blog(update(video={"contentUrl": address})))
    assert not Video.objects.exists()
    assert capsys.readouterr().err.startswith("page.jsonld: liveBlogUpdate[0].video: ")


def test_a_missing_file_is_reported_once_however_often_it_is_named(path, capsys):
    author = {"name": "Jane Roe", "image": "jane.jpg"}
    bring_in(path, live_blog(update(author=author), update(author=author, headline="Two")))
    assert capsys.readouterr().err.count("jane.jpg") == 1


def test_a_folder_that_is_not_there_holds_nothing(path, capsys):
    assert shown(path, {"url": "red.png", "description": "Red"}, images=path.parent / "gone") is None
    assert "there is no “red.png” in" in capsys.readouterr().err
