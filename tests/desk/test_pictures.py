"""Pictures come in at the desk."""

import hashlib
import io
import socket

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart
from django.urls import reverse

from coverage.models import Image, Video
from coverage.models.image import originals
from coverage.pictures.take_in import MAX_BYTES
from tests.desk.desks import SCRIPT, typed
from tests.interchange.files import MP4
from tests.make import make_editor, make_entry, make_image, make_login, make_picture_file
from tests.pictures import files
from tests.serving import serving


def send(desk, file, **words):
    return desk.client.post(reverse("admin:desk_take_in"), {"file": file, **words}, headers=SCRIPT)


def jpeg():
    return SimpleUploadedFile("moon.jpg", make_picture_file().read(), "image/jpeg")


def test_a_picture_with_its_words_is_taken_in_and_can_stand_in_a_body(desk, page):
    answer = send(desk, jpeg(), alt="A red square", credit="Reuters", caption="Square")
    image = Image.objects.get()
    assert answer.json() == {"image": image.pk, "caption": "Square", "thumbnail": image.thumbnail}
    assert (image.alt, image.credit, image.caption) == ("A red square", "Reuters", "Square")
    body = f'<figure data-image="{image.pk}"><figcaption>Square</figcaption></figure><p>Text.</p>'
    desk.post("desk_publish", **typed(body=body))
    assert page.entries.get().body == body
    assert list(page.entries.get().images.all()) == [image]


def test_a_picture_without_description_is_refused_at_its_field(desk):
    for words in ({}, {"alt": "  "}, {"alt": "\u200b"}):
        answer = send(desk, jpeg(), **words)
        assert answer.status_code == 422
        assert answer.json()["errors"]["alt"].startswith("Describe the picture")
    assert Image.objects.count() == 0
    assert send(desk, jpeg(), is_decorative="on").status_code == 200


def test_what_is_no_picture_is_refused_in_a_sentence(desk):
    for data, sentence in [
        (b"", "This file is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawings are not taken"),
        (b"MZ rubbish", "This is not a picture we can read"),
        (make_picture_file().read()[:400], "This picture is damaged or cut off"),
    ]:
        answer = send(desk, SimpleUploadedFile("x.jpg", data), alt="Alt")
        assert answer.status_code == 422
        assert answer.json()["errors"]["file"].startswith(sentence)
    assert "file" in send(desk, "", alt="Alt").json()["errors"]
    assert Image.objects.count() == 0


def test_the_same_picture_with_the_same_words_is_the_same_image(desk):
    data = make_picture_file().read()
    ids = {send(desk, io.BytesIO(data), alt="Alt", credit=" Reuters ").json()["image"] for _ in range(2)}
    assert len(ids) == 1


def test_the_editor_learns_how_a_figure_looks(desk):
    image = make_image(alt='<b>"quoted"</b>')
    answer = desk.client.get(reverse("admin:desk_image", args=[image.pk]), headers=SCRIPT)
    assert image.thumbnail in answer.content.decode()
    assert "<b>&quot;" not in answer.content.decode()
    assert "&lt;b&gt;" in answer.content.decode()
    assert (
        desk.client.get(reverse("admin:desk_image", args=[image.pk + 1]), headers=SCRIPT).status_code == 404
    )


def test_a_login_that_may_not_bring_pictures_is_refused(desk):
    desk.user.user_permissions.remove(desk.user.user_permissions.get(codename="add_image"))
    assert send(desk, jpeg(), alt="Alt").status_code == 403
    assert Image.objects.count() == 0


def test_the_same_bytes_again_bring_the_newest_words_they_have(desk, django_assert_max_num_queries):
    data = make_picture_file().read()
    url = reverse("admin:desk_known")
    fingerprint = hashlib.sha256(data).hexdigest()
    assert desk.client.get(url, {"hash": fingerprint}, headers=SCRIPT).json() == {"known": None}
    send(desk, io.BytesIO(data), alt="Old words")
    newest = send(desk, io.BytesIO(data), alt="New words", credit="Nasa").json()["image"]
    with django_assert_max_num_queries(6):
        known = desk.client.get(url, {"hash": fingerprint}, headers=SCRIPT).json()["known"]
    assert (known["image"], known["alt"], known["credit"]) == (newest, "New words", "Nasa")
    for odd in ("", "x" * 9000, "\x00"):
        assert desk.client.get(url, {"hash": odd}, headers=SCRIPT).json() == {"known": None}
    desk.user.user_permissions.remove(desk.user.user_permissions.get(codename="add_image"))
    assert desk.client.get(url, {"hash": fingerprint}, headers=SCRIPT).status_code == 403


def test_the_browser_refuses_what_the_server_would():
    script = (settings.BASE_DIR / "static/js/desk-pictures.js").read_text()
    assert "MAX_BYTES = 40 * 1024 * 1024" in script
    assert MAX_BYTES == 40 * 1024 * 1024


def test_the_gallery_has_the_newest_thirty_and_finds_by_every_word(desk, django_assert_max_num_queries):
    make_image(alt="The Moon at night", credit="Nasa")
    make_image(alt="The Moon by day", credit="Reuters")
    make_image(alt='<script>x()</script> "odd"')

    def found(words=""):
        return desk.client.get(reverse("admin:desk_gallery"), {"words": words}, headers=SCRIPT)

    with django_assert_max_num_queries(6):
        assert [image.credit for image in found("moon").context["images"]] == ["Reuters", "Nasa"]
    assert [image.credit for image in found("moon nasa").context["images"]] == ["Nasa"]
    assert "<script" not in found("script").content.decode()
    for nothing in ("moon paris", "%", "\\"):
        assert "No picture has these words" in found(nothing).content.decode()
    for everything in ("", "\x00", "  "):
        assert len(found(everything).context["images"]) == 3
    desk.user.user_permissions.remove(desk.user.user_permissions.get(codename="add_image"))
    assert found().status_code == 403


def test_the_words_in_a_file_are_offered_and_nothing_is_kept(desk):
    def offered(data):
        head = SimpleUploadedFile("head", data)
        answer = desk.client.post(reverse("admin:desk_picture_words"), {"file": head}, headers=SCRIPT)
        return answer.json()["words"]

    data = files.jpeg(xmp=files.xmp(alt="A <b>lighthouse</b>".replace("<", "&lt;"), credit="Ida"))
    assert offered(data) == offered(data[:2000]) == {"alt": "A <b>lighthouse</b>", "credit": "Ida"}
    assert offered(b"MZ") == {}
    assert desk.client.post(reverse("admin:desk_picture_words"), headers=SCRIPT).json() == {"words": {}}
    assert Image.objects.count() == 0


def test_the_focal_point_comes_in_with_the_picture(desk):
    send(desk, jpeg(), alt="Alt", focal_x="0.25", focal_y="1")
    assert (Image.objects.get().focal_x, Image.objects.get().focal_y) == (0.25, 1)
    for odd in ("1.01", "-1", "nan", "left"):
        answer = send(desk, jpeg(), alt="Alt", focal_x=odd, focal_y="0.5")
        assert answer.status_code == 422
        assert answer.json()["errors"]
    send(desk, jpeg(), alt="Another", focal_x="", focal_y="")
    assert Image.objects.first().focus == (50, 50)


def test_the_desk_says_that_a_moving_picture_stands_still(desk):
    moving = SimpleUploadedFile("cat.gif", files.animated())
    assert send(desk, moving, alt="A cat").json()["note"].startswith("This picture moves")
    assert "note" not in send(desk, jpeg(), alt="Alt").json()


def act(client, action, *images, **fields):
    chosen = {"action": action, "_selected_action": [image.pk for image in images], **fields}
    return client.post(reverse("admin:coverage_image_changelist"), chosen, follow=True).text


def test_a_picture_is_withdrawn_in_the_admin_saying_why(desk, client):
    image = make_image()
    entry = make_entry(desk.page, body=f'<figure data-image="{image.pk}"></figure>')
    said = act(desk.client, "withdraw", image, because="")
    assert "Say why, in a sentence for colleagues." in said
    said = act(desk.client, "withdraw", image, because="Not ours")
    image.refresh_from_db()
    assert (image.withdrawn_because, image.withdrawn_by) == ("Not ours", desk.user)
    assert f"Not ours · {desk.user.username}" in said
    told = desk.client.get(reverse("admin:coverage_image_change", args=[image.pk])).text
    assert "Not ours" in told
    assert str(entry) in told
    gallery = desk.client.get(reverse("admin:desk_gallery"), headers=SCRIPT)
    assert list(gallery.context["images"]) == []
    act(desk.client, "restore", image)
    image.refresh_from_db()
    assert not image.is_withdrawn


def test_whoever_does_not_publish_withdraws_no_picture(page, client):
    image = make_image()
    client.force_login(make_login("reporter"))
    for action in ("withdraw", "restore", "delete_selected"):
        act(client, action, image, because="Mine")
    image.refresh_from_db()
    assert not image.is_withdrawn


def test_an_upload_that_breaks_off_leaves_nothing_and_is_sent_again(transactional_db, client):
    client.force_login(make_editor())
    token, picture = "a" * 32, make_picture_file(1200, 800, colour=None).read()
    film = MP4 + bytes(3_000_000)  # more than stays in memory
    with serving() as site:
        for noun, name, file, words in (
            (Image, "desk_take_in", SimpleUploadedFile("x.jpg", picture), {"alt": "A crowd"}),
            (Video, "desk_take_in_video", SimpleUploadedFile("x.mp4", film), {"title": "A crowd"}),
        ):
            body = encode_multipart("x", {"csrfmiddlewaretoken": token, "file": file, **words})
            head = (
                f"POST {reverse(f'admin:{name}')} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
                "Content-Type: multipart/form-data; boundary=x\r\nConnection: close\r\n"
                f"Cookie: csrftoken={token}; sessionid={client.cookies['sessionid'].value}\r\n\r\n"
            ).encode()
            for sent in (body[: len(body) // 2], body):
                assert not noun.objects.exists()
                with socket.create_connection(("127.0.0.1", site.port), timeout=20) as line:
                    line.sendall(head + sent)
                    if sent == body:
                        assert b" 200 OK" in line.recv(1000)
    assert default_storage.listdir("videos")[1] == [Video.objects.get().file.name.removeprefix("videos/")]
    image = Image.objects.get()
    folders = originals().listdir("")[0]
    assert [originals().listdir(folder)[1] for folder in folders] == [[image.content_hash]]
