"""What a body shows, written down so that nothing in use can be deleted."""

from django.db import models

from coverage.markup import blocks


class EntryImage(models.Model):
    """That an entry's body shows an image, so that nothing in use can be deleted."""

    entry = models.ForeignKey("coverage.Entry", models.CASCADE)
    image = models.ForeignKey("coverage.Image", models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "image"], name="entry_image_once")]


class EntryVideo(models.Model):
    """That an entry's body shows a video."""

    entry = models.ForeignKey("coverage.Entry", models.CASCADE)
    video = models.ForeignKey("coverage.Video", models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "video"], name="entry_video_once")]


class SnippetImage(models.Model):
    """That a snippet shows an image."""

    snippet = models.ForeignKey("coverage.Snippet", models.CASCADE)
    image = models.ForeignKey("coverage.Image", models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snippet", "image"], name="snippet_image_once")]


class SnippetVideo(models.Model):
    """That a snippet shows a video."""

    snippet = models.ForeignKey("coverage.Snippet", models.CASCADE)
    video = models.ForeignKey("coverage.Video", models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snippet", "video"], name="snippet_video_once")]


class EntryEmbed(models.Model):
    """That an entry's body shows something from elsewhere."""

    entry = models.ForeignKey("coverage.Entry", models.CASCADE)
    embed = models.ForeignKey("coverage.Embed", models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "embed"], name="entry_embed_once")]


class SnippetEmbed(models.Model):
    """That a snippet shows something from elsewhere."""

    snippet = models.ForeignKey("coverage.Snippet", models.CASCADE)
    embed = models.ForeignKey("coverage.Embed", models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snippet", "embed"], name="snippet_embed_once")]


def follow_body(noun):
    """Write down what the body of an entry or a snippet shows, in its `images`, `videos` and `embeds`."""
    for kind in ("image", "video", "embed"):
        relation, wanted = getattr(noun, f"{kind}s"), blocks.numbers(noun.body, kind)
        relation.set(relation.model.objects.filter(pk__in=wanted) if wanted else [])
