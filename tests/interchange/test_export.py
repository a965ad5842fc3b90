import json

import pytest
from django.core.management import CommandError, call_command

from coverage.interchange.exporting import export_page
from coverage.models import Author
from coverage.models.image import originals
from tests.interchange.describe import describe
from tests.interchange.files import write_picture
from tests.make import make_byline, make_draft, make_entry, make_image, make_page


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out" / "summit"


def read(folder):
    return json.loads((folder / "page.jsonld").read_text("utf-8"))


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def make_pictured(page, **content):
    image = make_image()
    return make_entry(page, body=f'<p>One.</p><figure data-image="{image.pk}"></figure>', **content), image


def test_only_what_is_published_goes_out(page, folder):
    make_entry(page, headline="Out")
    make_draft(page, headline="In")
    make_entry(page, headline="Back").withdraw(by=None)
    call_command("export_page", page.slug, str(folder))
    assert [told["headline"] for told in read(folder)["liveBlogUpdate"]] == ["Out"]


def test_an_update_is_told_in_schema_orgs_words_and_ours(page, folder):
    byline = make_byline(role="Reporter", reporting_from="Paris")
    entry, image = make_pictured(page, headline="A & B", kicker="Breaking", bylines=[byline])
    call_command("export_page", page.slug, str(folder))
    [told] = read(folder)["liveBlogUpdate"]
    assert told["@id"] == entry.key.urn
    assert told["url"].endswith(f"{page.get_absolute_url()}#entry-{entry.pk}")
    assert (told["headline"], told["articleSection"], told["articleBody"]) == ("A & B", "Breaking", "One.")
    assert told["liveblog:body"] == '<p>One.</p><figure data-image="1"></figure>'
    assert told["image"] == [
        {
            "@type": "ImageObject",
            "contentUrl": f"pictures/{image.content_hash}.jpg",
            "description": "A red square",
            "creditText": "Reuters",
            "position": 1,
            "liveblog:isDecorative": False,
            "liveblog:isOwnGraphic": False,
            "liveblog:focalPoint": [0.5, 0.5],
        }
    ]
    [person] = told["author"]
    assert (person["name"], person["jobTitle"]) == (byline.author.name, "Reporter")
    assert told["contentLocation"] == {"@type": "Place", "name": "Paris"}


def test_pictures_go_out_as_they_came_in(page, folder):
    _entry, image = make_pictured(page)
    call_command("export_page", page.slug, str(folder))
    with originals().open(image.original.name) as file:
        assert (folder / f"pictures/{image.content_hash}.jpg").read_bytes() == file.read()


def test_an_earlier_export_is_brought_up_to_date(page, folder):
    entry, _image = make_pictured(page)
    call_command("export_page", page.slug, str(folder))
    entry.withdraw(by=None)
    _entry, other = make_pictured(page)
    call_command("export_page", page.slug, str(folder))
    assert names(folder) == ["page.jsonld", f"pictures/{other.content_hash}.jpg"]


def test_a_file_of_somebody_elses_in_it_stays(page, folder):
    call_command("export_page", page.slug, str(folder))
    write_picture(folder / "pictures" / "mine.png")
    call_command("export_page", page.slug, str(folder))
    assert "pictures/mine.png" in names(folder)


@pytest.mark.parametrize("name", ["notes.txt", "page.jsonld", "pictures/x.png"])
def test_a_folder_with_other_things_in_it_is_refused(page, folder, name):
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("{}", "utf-8")
    with pytest.raises(
        CommandError, match="there are other things in this folder; name a new or an empty one"
    ):
        call_command("export_page", page.slug, str(folder))
    assert names(folder) == [name]


def test_a_file_in_place_of_a_folder_is_refused(page, tmp_path):
    path = write_picture(tmp_path / "x.png")
    with pytest.raises(CommandError, match="this is a file; name a folder"):
        call_command("export_page", page.slug, str(path))


def test_an_unknown_page_is_a_sentence(db, folder):
    with pytest.raises(CommandError, match=r"^There is no live page “nowhere”\.$"):
        call_command("export_page", "nowhere", str(folder))


def test_a_picture_missing_from_the_store_stops_the_export(page, folder):
    _entry, image = make_pictured(page)
    originals().delete(image.original.name)
    with pytest.raises(
        CommandError, match="this file is missing from the store; without it nothing is exported"
    ):
        call_command("export_page", page.slug, str(folder))
    assert not folder.exists()


def test_a_draft_goes_out_and_comes_back_as_a_draft(db, folder):
    page = make_page(state="draft")
    make_entry(page)
    call_command("export_page", page.slug, str(folder))
    page.delete()
    call_command("import_page", str(folder))
    assert describe(page.slug)["state"] == "draft"


def test_two_authors_of_one_name_stay_two(page, folder):
    authors = [
        Author.objects.create(name="Jane Roe", slug=slug) for slug in ("jane-in-paris", "jane-in-rome")
    ]
    for author in authors:
        make_entry(page, bylines=[make_byline(author)])
    told = describe(page.slug)
    export_page(page, folder)
    page.delete()
    Author.objects.all().delete()
    call_command("import_page", str(folder), publish=True)
    assert [entry["bylines"] for entry in describe(page.slug)["entries"]] == [
        entry["bylines"] for entry in told["entries"]
    ]


def test_an_export_costs_the_same_queries_however_long_the_page(page, tmp_path, django_assert_num_queries):
    for number in range(3):
        make_entry(page, bylines=[make_byline()], body="<p>x</p>", headline=str(number))
    with django_assert_num_queries(8):
        export_page(page, tmp_path / "three")
    for number in range(9):
        make_entry(page, bylines=[make_byline()], body="<p>x</p>", headline=str(number))
    with django_assert_num_queries(8):
        export_page(page, tmp_path / "twelve")
