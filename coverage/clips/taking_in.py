"""The one door for films and sounds: what a file is, by its content, and what of it must not reach readers."""

from django.conf import settings
from django.utils.translation import gettext as _

from coverage.clips import kinds
from coverage.clips.damage import Damaged
from coverage.clips.scrub import HiddenTrack, scrub


class Refused(ValueError):
    """This file cannot be a film or a sound here; the text says why and what to do, for the editor."""


def look_into(file, size):
    """The ending of a name that fits an open binary file that can be written; what is said in it is taken out of it."""
    if size > settings.MEDIA_MAX_MB * 1024 * 1024:
        raise Refused(
            _("This file is larger than %(most)s MB; make it smaller and send it again.")
            % {"most": settings.MEDIA_MAX_MB}
        )
    file.seek(0)
    ending = kinds.ending(file.read(kinds.HEAD_BYTES))
    if not ending:
        raise Refused(_("Send a video as MP4 or WebM, a sound as MP3, M4A or Ogg."))
    try:
        return scrub(file, ending)
    except HiddenTrack:
        raise Refused(
            _(
                "Beside picture and sound this video carries data, as action cameras do (it may tell places). "
                "Export it again without them, and send that."
            )
        ) from None
    except Damaged:
        raise Refused(_("This file is damaged or cut off; export it again and send that.")) from None
