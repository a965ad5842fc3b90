#!/bin/bash
# Takes out of site-packages what no line of ours ever asks for: slim.sh FOLDER. Needs binutils and the `python` that
# goes with it. Each step that could hurt ends with what the site does with it.
set -euo pipefail
cd "$1"

# Amazon's other services, maps, sources of translations and of C.
find botocore/data -mindepth 1 -maxdepth 1 -type d ! -name s3 ! -name sts -exec rm -r {} +
find . \( -name "*.po" -o -name "*.c" -o -name "*.h" -o -name "*.pyx" -o -name "*.pxd" -o -name "*.pyi" \) -delete
rm -r django/contrib/gis
# Words of Django's applications that are not installed here.
rm -r django/contrib/{admindocs,flatpages,humanize,redirects,sites}/locale

# Symbols for a debugger; not of what has libraries of its own beside it (*.libs): those were patched, which strip spoils.
strip --strip-unneeded uvloop/*.so _brotli*.so httptools/parser/*.so nh3/*.so cryptography/hazmat/bindings/*.so
python -c "
import _brotli, httptools, nh3, uvloop
from cryptography.hazmat.primitives.asymmetric import ec
ec.generate_private_key(ec.SECP256R1())"

# 23 MB that write HEIC, which only a phone does: the library stays in name, and says that it can't.
heic() { python -c "
import pillow_heif
from PIL import Image
pillow_heif.register_heif_opener()
$1"; }
heic "Image.effect_noise((64, 64), 50).convert('RGB').save('/tmp/written-before.heic')"
case $(uname -m) in
  x86_64) nothing='xor %eax, %eax' ;;
  aarch64) nothing='mov x0, xzr' ;;
esac
writer=$(echo pillow_heif.libs/libx265-*)
asked=$(nm --dynamic --undefined-only pillow_heif.libs/libheif-* | awk '$2 ~ /^x265_/ {print $2}')
for name in $asked; do printf '.globl %s\n%s: %s\nret\n' "$name" "$name" "$nothing"; done | as -o /tmp/nothing.o
ld -shared -z noexecstack -soname "${writer##*/}" -o "$writer" /tmp/nothing.o
heic "assert Image.open('/tmp/written-before.heic').convert('L').getextrema()[1] > 0"
rm /tmp/written-before.heic /tmp/nothing.o
