"""Files in any S3-compatible store, like those on a disk: what goes wrong is an OSError."""

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage
from storages.utils import clean_name


@deconstructible
class Bucket(S3Storage):
    """A private one: readers get its files through the site (and the cache in front), as from a disk."""

    def get_default_settings(self):
        soon = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2})
        return {**super().get_default_settings(), "client_config": soon}

    def url(self, name, **more):
        return f"{settings.MEDIA_URL}{name}"

    def _save(self, name, content):
        return _as_os_error(super()._save, name, content)

    def _open(self, name, mode="rb"):
        return _as_os_error(super()._open, name, mode)

    def exists(self, name):
        return _as_os_error(super().exists, name)

    def delete(self, name):
        return _as_os_error(super().delete, name)

    def copy(self, name, other):
        """Have the same content under another name too, without a way through here."""
        source = {"Bucket": self.bucket_name, "Key": self._key(name)}
        _as_os_error(self.bucket.Object(self._key(other)).copy, source)

    def _key(self, name):
        return self._normalize_name(clean_name(name))

    def listdir(self, name):
        return _as_os_error(super().listdir, name)


def _as_os_error(do, *what):
    try:
        return do(*what)
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"the object store: {error}") from error
