"""What the worker does, by itself or when its time has come: a line each, the nouns know how."""

from contextlib import suppress

from django.core.management import call_command
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from coverage.desk import letters
from coverage.models import Embed, Entry, Image, LivePage, Video, WorkingCopy, websub
from coverage.models.image import Withdrawn
from coverage.models.purge import NotTold
from coverage.models.purge import purge as purge_paths
from coverage.pictures.take_in import Refused
from coverage.pictures.workshop import Gave


@app.periodic(cron="* * * * *")
@app.task(name="coverage.tasks.publish_due")
def publish_due(timestamp=None):
    """Publish what is due; every minute too, in case a moment passed while no worker was there."""
    Entry.objects.publish_due()


@app.periodic(cron="17 4 * * *")
@app.task(name="coverage.tasks.forget_ended_logins")
def forget_ended_logins(timestamp=None):
    call_command("clearsessions")


@app.periodic(cron="27 4 * * *")
@app.task(name="coverage.tasks.forget_old_words")
def forget_old_words(timestamp=None):
    """Forget what was typed and never saved, a month after."""
    WorkingCopy.objects.forget_old()


@app.periodic(cron="* * * * *")
@app.task(name="coverage.tasks.unpin_due")
def unpin_due(timestamp=None):
    """Unpin what was pinned until now."""
    LivePage.objects.unpin_due()


@app.task(
    name="coverage.tasks.purge",
    retry=RetryStrategy(max_attempts=6, exponential_wait=3, retry_exceptions=[NotTold]),
)
def purge(entry, version, paths):
    """Tell the caches in front; `entry` and `version` are for the desk to find this by."""
    purge_paths(paths)


@app.task(name="coverage.tasks.ping_hub")
def ping_hub(slug, tries):
    websub.ping(slug, tries)


@app.task(
    name="coverage.tasks.make_renditions",
    retry=RetryStrategy(max_attempts=5, exponential_wait=5, retry_exceptions=[OSError, Gave]),
)
def make_renditions(image_pk):
    for image in Image.objects.filter(pk=image_pk, withdrawn_at=None):
        with suppress(Withdrawn):
            image.make_renditions()


@app.task(
    name="coverage.tasks.forget_renditions",
    retry=RetryStrategy(max_attempts=10, exponential_wait=3, retry_exceptions=[OSError]),
)
def forget_renditions(image_pk):
    for image in Image.objects.filter(pk=image_pk):
        image.forget_renditions()


@app.task(
    name="coverage.tasks.leave_video",
    retry=RetryStrategy(max_attempts=10, exponential_wait=3, retry_exceptions=[OSError]),
)
def leave_video(video_pk, name):
    for video in Video.objects.filter(pk=video_pk):
        video.leave(name)


@app.task(name="coverage.tasks.make_poster", lock="pictures")
def make_poster(video_pk):
    """Not tried again: a film without a picture of its own plays as well."""
    for video in Video.objects.filter(pk=video_pk):
        with suppress(Refused, OSError):
            video.make_poster()


@app.task(name="coverage.tasks.look_up_embed")
def look_up_embed(embed_pk):
    """Not tried again by itself: whoever wants that asks at the desk."""
    for embed in Embed.objects.filter(pk=embed_pk):
        embed.look_up()


@app.task(name="coverage.tasks.mail_password_link")
def mail_password_link(address):
    letters.mail_password_link(address)


@app.task(name="coverage.tasks.mail_invitation")
def mail_invitation(person_pk):
    letters.mail_invitation(person_pk)


@app.task(name="coverage.tasks.mail_change")
def mail_change(person_pk, address, change):
    letters.mail_change(person_pk, address, change)
