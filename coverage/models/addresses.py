"""Which renditions an image has and where each is: known from its row alone, before any is made."""

from django.core.files.storage import default_storage

from coverage.pictures import renditions


class Addresses:
    """Of an Image; its `token`, sides and focal point decide them."""

    @property
    def folder(self):
        """Of its renditions: unguessable, so nobody has an address before a page names it."""
        return f"renditions/{self.token}/"

    @property
    def focus(self):
        return round(self.focal_x * 100), round(self.focal_y * 100)

    @property
    def wanted(self):
        """All its renditions, as coverage.pictures.renditions.Wanted."""
        return renditions.all_for(self.width, self.height, self.focus)

    def address(self, width, format):
        """Where a rendition is; known from the row alone, before it is made."""
        return self._address(renditions.Wanted(width, format))

    @property
    def addresses(self):
        """Of all its renditions."""
        return [self._address(each) for each in self.wanted]

    @property
    def widths(self):
        """Of its renditions, in pixels, narrow first."""
        return renditions.widths_for(self.width)

    @property
    def src(self):
        """The rendition for a browser that knows no `srcset`: a JPEG of middling width."""
        fitting = [width for width in self.widths if width <= 1024]
        return self.address(fitting[-1] if fitting else self.widths[0], "jpeg")

    @property
    def largest(self):
        return self.address(self.widths[-1], "jpeg")

    @property
    def thumbnail(self):
        return self._address(renditions.thumbnail_for(self.width))

    @property
    def square(self):
        """Its middle, or what its focal point says, for a small box."""
        return self._crop("square", 160)

    @property
    def og(self):
        """1200 × 630 for those who show a link to us (Open Graph)."""
        return self._crop("og", 1200)

    @property
    def wide(self):
        """16:9, for boxes of that shape."""
        return self._crop("wide", 640)

    @property
    def wide_avif_srcset(self):
        return self._wide_srcset("avif")

    @property
    def wide_jpeg_srcset(self):
        return self._wide_srcset("jpeg")

    @property
    def avif_srcset(self):
        return self._srcset("avif")

    @property
    def webp_srcset(self):
        return self._srcset("webp")

    @property
    def jpeg_srcset(self):
        return self._srcset("jpeg")

    def _crop(self, crop, least):
        return self._address(renditions.crop_for(crop, least, self.width, self.height, self.focus))

    def _wide_srcset(self, format):
        crops = [each for each in self.wanted if (each.crop, each.format) == ("wide", format)]
        return ", ".join(f"{self._address(each)} {each.width}w" for each in crops)

    def _address(self, wanted):
        return default_storage.url(self.folder + wanted.name)

    def _srcset(self, format):
        return ", ".join(f"{self.address(width, format)} {width}w" for width in self.widths)
